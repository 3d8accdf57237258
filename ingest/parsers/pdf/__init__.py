"""Reading PDF: Persian text in logical order, rebuilt from the boxes of the characters on the page."""
