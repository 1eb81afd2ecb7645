"""The interactive map of a cascade: one HTML file that opens from disk and asks for nothing.

`payload` turns a graph into plain data, `layout` gives every mark its place, `page` puts the page
together; what happens in the browser is in `assets`.
"""

from cascade.maps.page import Map, map_html, write_map

__all__ = ["Map", "map_html", "write_map"]
