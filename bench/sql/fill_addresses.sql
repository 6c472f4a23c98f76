-- A synthetic country of addresses: towns of very unequal size, streets named from word lists, houses along them.
-- towns: how many towns; streets, houses: how many in all, roughly. Runs once, in an empty database.
-- Names repeat from town to town, as they do in life: «Советская» is everywhere.
WITH sizes AS (
    SELECT town, 1.0 / town AS weight
    FROM generate_series(1, %(towns)s) AS town
),

shares AS (
    SELECT town, weight / sum(weight) OVER () AS share FROM sizes
),

town_rows AS (
    INSERT INTO geo_settlement (name, name_key, kind, region, location, source_key)
    SELECT
        'Город ' || town,
        'город ' || town,
        'город',
        '',
        ST_SetSRID(ST_MakePoint(30 + (town * 37 %% 600) / 10.0, 46 + (town * 91 %% 180) / 10.0), 4326),
        town::text
    FROM shares
    RETURNING id, location, source_key
),

words AS (
    SELECT
        ARRAY[
            'лен', 'совет', 'завод', 'сад', 'школь', 'цветоч', 'берез', 'клен', 'дуб', 'озер', 'реч', 'набереж',
            'вокзаль', 'москов', 'невск', 'волжск', 'ураль', 'сибир', 'кирпич', 'гончар', 'кузнеч', 'мельнич', 'поле',
            'лугов', 'лес', 'север', 'юж', 'восточ', 'запад', 'централь', 'парк', 'болот', 'камен', 'песоч', 'глинк',
            'солнеч', 'весен', 'рассвет', 'звезд', 'космонавт', 'гагарин', 'пушкин', 'гогол', 'чехов', 'толст',
            'некрас', 'тургенев', 'горьк', 'маяк', 'есен', 'шевченк', 'суворов', 'кутуз', 'нахим', 'ушак', 'жуков'
        ] AS stems,
        ARRAY[
            'ская', 'ова', 'ина', 'ная', 'овая', 'иная', 'евского', 'итова', 'анская', 'енко', 'ическая', 'одольная',
            'огорская', 'ореченская', 'остроевская', 'ицкого', 'ярова', 'андрова', 'омольцев', 'иков'
        ] AS endings,
        ARRAY['улица', 'улица', 'улица', 'улица', 'переулок', 'проспект', 'проезд', 'шоссе'] AS kinds
),

street_rows AS (
    INSERT INTO geo_street (settlement_id, name, name_key, kind, location)
    SELECT DISTINCT ON (town_rows.id, named.key, named.kind)
        town_rows.id,
        named.key || ' ' || named.kind,
        named.key,
        named.kind,
        ST_SetSRID(
            ST_MakePoint(
                ST_X(town_rows.location) + (random() - 0.5) * sqrt(shares.share),
                ST_Y(town_rows.location) + (random() - 0.5) * sqrt(shares.share) / 2
            ),
            4326
        )
    FROM shares
    JOIN town_rows ON town_rows.source_key = shares.town::text
    CROSS JOIN words
    CROSS JOIN LATERAL generate_series(1, greatest(5, (shares.share * %(streets)s)::int)) AS street
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN street %% 7 = 0 THEN (1 + street %% 9)::text || ' ' ELSE '' END
            || words.stems[1 + (hashint4(street * 31 + shares.town::int) & 1023) %% array_length(words.stems, 1)]
            || words.endings[1 + (hashint4(street * 17) & 1023) %% array_length(words.endings, 1)] AS key,
            words.kinds[1 + (hashint4(street) & 255) %% array_length(words.kinds, 1)] AS kind
    ) AS named
    RETURNING id, settlement_id, name, location
)

INSERT INTO geo_house (settlement_id, street_id, number, number_key, address, location, source_key)
SELECT
    street_rows.settlement_id,
    street_rows.id,
    number::text,
    number::text,
    street_rows.name || ', ' || number,
    ST_SetSRID(
        ST_MakePoint(
            ST_X(street_rows.location) + number * 0.0003 * cos(street_rows.id),
            ST_Y(street_rows.location) + number * 0.00015 * sin(street_rows.id)
        ),
        4326
    ),
    ''
FROM street_rows
CROSS JOIN LATERAL generate_series(1, %(per_street)s) AS number
