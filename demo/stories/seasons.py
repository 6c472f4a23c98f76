"""How often each topic is written about, in which months, and where; figures invented for the demo."""

from typing import NamedTuple

SEASONS: dict[str, tuple[float, ...]] = {
    "even": (1,) * 12,
    "snow": (10, 8, 5, 0.5, 0, 0, 0, 0, 0, 0.2, 3, 8),
    "ice": (6, 6, 5, 0.6, 0, 0, 0, 0, 0, 0.3, 4, 6),
    "icicles": (5, 8, 6, 0.6, 0, 0, 0, 0, 0, 0, 0.3, 2),
    "heat": (3, 3, 2, 1, 0.2, 0, 0, 0.1, 1.5, 10, 5, 3),
    "hot_water": (0.6, 0.5, 0.5, 0.6, 2, 4, 4, 3, 1.2, 0.8, 0.6, 0.6),
    "waste": (1.1, 0.6, 0.8, 1.1, 1.4, 1.6, 1.7, 1.6, 1.2, 0.9, 0.7, 0.8),
    "thaw": (0.4, 0.7, 2.5, 4, 2.5, 1.4, 1, 0.9, 0.9, 0.8, 0.6, 0.4),
    "flood": (0.3, 0.5, 4, 5, 1.5, 1.3, 1.6, 1.2, 0.8, 0.8, 0.6, 0.4),
    "green": (0, 0, 0, 0.4, 3, 5, 4, 3, 1, 0.2, 0, 0),
    "trees": (0.5, 0.5, 0.8, 1.5, 2, 2, 2, 1.5, 1, 0.8, 0.5, 0.4),
    "dark": (2, 1.6, 1, 0.6, 0.3, 0.2, 0.3, 0.7, 1.3, 2, 2.4, 2.4),
    "summer": (0.2, 0.2, 0.4, 1, 1.6, 2, 2, 1.8, 1, 0.6, 0.3, 0.2),
    "school": (0.8, 0.8, 0.9, 1, 1, 0.7, 0.6, 1.4, 2.2, 1.2, 0.9, 0.8),
    "cold": (1.6, 1.6, 1.3, 1, 0.8, 0.6, 0.5, 0.6, 0.9, 1.2, 1.4, 1.5),
}


class Habit(NamedTuple):
    """weight: share among topics. where: house, yard, site, road, street, park, beach, cemetery, stop, dump or edge."""

    weight: float
    season: str
    where: str


REST = Habit(1.2, "even", "house")
HABITS: dict[str, Habit] = {
    "waste_not_collected": Habit(95, "waste", "site"), "waste_site_dirty": Habit(38, "waste", "site"),
    "waste_bulky": Habit(26, "waste", "site"), "waste_container_broken": Habit(8, "even", "site"),
    "waste_dump": Habit(30, "summer", "dump"), "waste_dump_building": Habit(9, "summer", "dump"),
    "waste_site_none": Habit(6, "even", "street"), "waste_burning": Habit(5, "summer", "street"),
    "waste_schedule": Habit(5, "even", "site"), "waste_separate": Habit(5, "even", "site"),
    "pothole": Habit(84, "thaw", "road"), "road_repair": Habit(36, "thaw", "road"),
    "road_repair_bad": Habit(8, "summer", "road"), "road_snow": Habit(52, "snow", "road"),
    "road_cleaning": Habit(10, "thaw", "road"), "road_flood": Habit(14, "flood", "road"),
    "storm_drain": Habit(12, "flood", "road"), "road_marking": Habit(12, "thaw", "road"),
    "road_sign": Habit(9, "even", "road"), "traffic_light": Habit(9, "even", "crossing"),
    "crossing": Habit(10, "even", "crossing"), "speed_bump": Habit(7, "school", "road"),
    "road_none": Habit(7, "flood", "street"), "bridge": Habit(3, "even", "road"),
    "traffic_jam": Habit(7, "even", "crossing"), "parking_street": Habit(6, "even", "road"),
    "cycle_path": Habit(3, "summer", "road"),
    "yard_snow": Habit(48, "snow", "yard"), "yard_ice": Habit(24, "ice", "yard"),
    "yard_cleaning": Habit(22, "trees", "yard"), "yard_holes": Habit(28, "thaw", "yard"),
    "yard_light": Habit(16, "dark", "yard"), "playground_broken": Habit(14, "summer", "yard"),
    "playground_none": Habit(7, "summer", "yard"), "yard_trees": Habit(14, "trees", "yard"),
    "yard_parking": Habit(10, "even", "yard"), "lawn_parking": Habit(12, "trees", "yard"),
    "abandoned_car": Habit(7, "even", "yard"), "yard_benches": Habit(6, "trees", "yard"),
    "yard_flood": Habit(9, "flood", "yard"),
    "no_heating": Habit(32, "heat", "house"), "weak_heating": Habit(18, "heat", "house"),
    "no_hot_water": Habit(26, "hot_water", "house"), "no_cold_water": Habit(14, "even", "house"),
    "water_quality": Habit(16, "flood", "house"), "water_pressure": Habit(8, "summer", "house"),
    "no_electricity": Habit(10, "even", "house"), "roof_leak": Habit(17, "flood", "house"),
    "icicles": Habit(18, "icicles", "house"), "entrance_cleaning": Habit(18, "even", "house"),
    "entrance_repair": Habit(20, "even", "house"), "entrance_light": Habit(8, "dark", "house"),
    "entrance_door": Habit(8, "even", "house"), "lift_broken": Habit(18, "even", "house"),
    "basement_flooded": Habit(10, "flood", "house"), "sewage_blocked": Habit(10, "even", "house"),
    "facade": Habit(8, "even", "house"), "charges": Habit(14, "cold", "house"),
    "company_work": Habit(16, "even", "house"), "capital_repair": Habit(10, "summer", "house"),
    "pests": Habit(6, "summer", "house"), "neighbours_noise": Habit(4, "even", "house"),
    "lamp_broken": Habit(52, "dark", "street"), "lamp_none": Habit(20, "dark", "street"),
    "pavement_broken": Habit(22, "thaw", "street"), "pavement_snow": Habit(30, "snow", "street"),
    "park_care": Habit(14, "summer", "park"), "park_snow": Habit(5, "snow", "park"),
    "grass": Habit(22, "green", "street"), "hogweed": Habit(9, "green", "edge"),
    "tree_dangerous": Habit(18, "trees", "street"), "branches_left": Habit(8, "trees", "street"),
    "stray_dogs": Habit(27, "even", "street"), "open_manhole": Habit(6, "even", "road"),
    "digging": Habit(8, "summer", "street"), "beach": Habit(6, "green", "beach"),
    "accessibility": Habit(6, "even", "street"), "fountain": Habit(4, "summer", "park"),
    "cemetery": Habit(5, "summer", "cemetery"), "dog_walking": Habit(7, "even", "park"),
    "street_adverts": Habit(5, "even", "street"), "street_benches": Habit(7, "summer", "stop"),
    "bus_late": Habit(24, "cold", "stop"), "bus_crowded": Habit(10, "school", "stop"),
    "bus_route": Habit(10, "school", "stop"), "stop_care": Habit(12, "even", "stop"),
    "stop_new": Habit(6, "even", "street"), "driver": Habit(6, "even", "stop"), "bus_dirty": Habit(4, "even", "stop"),
    "air_smell": Habit(11, "summer", "works"), "air_dust": Habit(6, "summer", "works"),
    "noise_works": Habit(4, "summer", "works"), "water_pollution": Habit(6, "summer", "bank"),
    "water_bank": Habit(4, "summer", "bank"), "forest": Habit(4, "summer", "edge"), "thin_ice": Habit(2, "ice", "bank"),
    "kindergarten_place": Habit(6, "school", "house"), "school_building": Habit(5, "school", "school"),
    "school_food": Habit(4, "school", "school"), "school_safety": Habit(4, "school", "school"),
    "school_yard": Habit(4, "summer", "school"), "doctor_appointment": Habit(14, "cold", "clinic"),
    "doctors_missing": Habit(8, "even", "clinic"), "ambulance": Habit(3, "cold", "house"),
    "medicines": Habit(5, "cold", "clinic"), "wire_down": Habit(4, "summer", "street"),
    "ruin": Habit(5, "even", "street"), "night_noise": Habit(5, "summer", "street"),
    "scooters": Habit(6, "summer", "street"),
    "ice_rink": Habit(4, "snow", "school"), "sport_facility": Habit(5, "summer", "school"),
    "events": Habit(4, "summer", "park"), "kiosk_illegal": Habit(4, "summer", "stop"),
}  # fmt: skip
WEEKDAYS = (1.25, 1.15, 1.1, 1.05, 1.0, 0.7, 0.65)
HOURS = (
    0.25, 0.12, 0.08, 0.06, 0.08, 0.2, 0.6, 1.3, 1.9, 2.0, 1.9, 1.7,
    1.8, 1.6, 1.5, 1.5, 1.5, 1.6, 1.8, 2.0, 2.1, 1.8, 1.2, 0.6,
)  # fmt: skip
