-- Empties places, territories, appeals and memberships, whoever wrote them; users, sources and the catalogue stay.
-- Parameters: none. Writes the tables named. Index: none.
TRUNCATE appeals_appeal, territories_organisation, territories_collection, geo_settlement, geo_basemapfeature CASCADE
