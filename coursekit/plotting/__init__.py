"""Pictures of images, masks, labels, errors and curves; takes and returns axes."""
