/** A circle on the ground as a polygon in degrees, for drawing only: what is inside, the server measures. */

const EARTH_M = 6_371_008.8;
const CORNERS = 64;

/**
 * @param {{ lon: number, lat: number }} centre
 * @param {number} radius_m
 * @returns {GeoJSON.Polygon}
 */
export function circle(centre, radius_m) {
  const high = (radius_m / EARTH_M) * (180 / Math.PI);
  const wide = high / Math.cos((centre.lat * Math.PI) / 180);
  const ring = Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const angle = ((corner % CORNERS) / CORNERS) * 2 * Math.PI;
    return [centre.lon + wide * Math.cos(angle), centre.lat + high * Math.sin(angle)];
  });
  return { type: "Polygon", coordinates: [ring] };
}
