/** MapLibre's own words in the page's language. */
import { gettext } from "../kit/i18n.js";

export function locale() {
  return {
    "AttributionControl.ToggleAttribution": gettext("Data sources"),
    "AttributionControl.MapFeedback": gettext("Map feedback"),
    "GeolocateControl.FindMyLocation": gettext("Show where I am"),
    "GeolocateControl.LocationNotAvailable": gettext("Your place is not available"),
    "LogoControl.Title": "MapLibre",
    "Map.Title": gettext("Map of appeals"),
    "Marker.Title": gettext("Pin"),
    "NavigationControl.ResetBearing": gettext("North up"),
    "NavigationControl.ZoomIn": gettext("Zoom in"),
    "NavigationControl.ZoomOut": gettext("Zoom out"),
    "Popup.Close": gettext("Close"),
    "ScaleControl.Meters": gettext("m"),
    "ScaleControl.Kilometers": gettext("km"),
    "ScaleControl.Feet": gettext("ft"),
    "ScaleControl.Miles": gettext("mi"),
    "ScaleControl.NauticalMiles": gettext("nmi"),
    "CooperativeGesturesHandler.WindowsHelpText": gettext("Hold Ctrl and scroll to zoom the map"),
    "CooperativeGesturesHandler.MacHelpText": gettext("Hold ⌘ and scroll to zoom the map"),
    "CooperativeGesturesHandler.MobileHelpText": gettext("Use two fingers to move the map"),
  };
}
