/** The parts of MapLibre the pages use, as a file of its own so that a page can preload it. */
export {
  AttributionControl,
  GeolocateControl,
  LngLat,
  Map,
  Marker,
  NavigationControl,
  ScaleControl,
  prewarm,
  setWorkerUrl,
} from "maplibre-gl";
