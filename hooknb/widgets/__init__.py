"""What can be clicked: built on ipywidgets and anywidget, over the same session as the cells."""
