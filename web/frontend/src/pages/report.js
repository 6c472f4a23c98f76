/** The report form with scripts: map, suggestions, duplicates, promise. Without scripts the form is whole. */
