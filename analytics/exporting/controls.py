"""Leaflet's controls in the language of the file: zoom, and a scale in metres and kilometres; not the map (heat)."""

from branca.element import MacroElement
from django.utils.translation import gettext as _
from folium.template import Template


class Controls(MacroElement):
    """Leaflet's own say "Zoom in", and measure in "km" and miles whatever the language."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.zoom({{ this.zoom|tojson }}).addTo({{ this._parent.get_name() }});
            var {{ this.get_name() }} = L.control.scale({imperial: false});
            {{ this.get_name() }}._updateMetric = function (most) {
                var metres = this._getRoundNum(most);
                var far = metres >= 1000;
                var told = far ? metres / 1000 + {{ this.kilometres|tojson }} : metres + {{ this.metres|tojson }};
                this._updateScale(this._mScale, told, metres / most);
            };
            {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        # The parent's own has no types, and does no more than this.
        super(MacroElement, self).__init__()
        self._name = "Controls"

    @property
    def zoom(self) -> dict[str, str]:
        return {"zoomInTitle": _("Closer"), "zoomOutTitle": _("Farther")}

    @property
    def metres(self) -> str:
        return "\u00a0" + _("m")

    @property
    def kilometres(self) -> str:
        return "\u00a0" + _("km")
