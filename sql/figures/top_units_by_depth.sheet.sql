-- Title: Owners of the units with the highest UnitMem, by depth
-- The images that own the ten units with the highest UnitMem of one layer type, at the start, a third, two thirds and the end of the depth.
-- Section: Localization
-- Grain: part, block and unit, ten a block at most. Inputs: unit_mem, unit, layer, shown, image.
-- Layer type: ffn.fc1; in a part without it, the type with most units.
-- Population: that of the view shown. One sheet a part (transformer, tokenizer).
WITH
chosen_kind AS (
    SELECT part, kind
    FROM layer
    WHERE block IS NOT NULL
    GROUP BY part, kind
    QUALIFY row_number() OVER (PARTITION BY part ORDER BY kind = 'ffn.fc1' DESC, sum(unit_count) DESC, kind) = 1
),

-- Places on the way from the first block of the type, 0, to its last.
depth AS (
    SELECT
        part,
        kind,
        block,
        row_number() OVER (PARTITION BY part ORDER BY block) - 1 AS place,
        count(*) OVER (PARTITION BY part) - 1 AS last_place
    FROM (SELECT DISTINCT part, kind, block FROM layer SEMI JOIN chosen_kind USING (part, kind) WHERE block IS NOT NULL)
),

chosen_block AS (
    SELECT part, kind, block
    FROM depth
    WHERE place IN (0, round(last_place / 3), round(2 * last_place / 3), last_place)
),

top_unit AS (
    SELECT part, kind, block, unit_id, unit_index, unit_mem, owner_image_id, title, depth
    FROM unit_mem
    JOIN unit USING (unit_id)
    JOIN shown USING (population, part)
    SEMI JOIN chosen_block USING (part, kind, block)
    WHERE unit_mem IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY part, block ORDER BY unit_mem DESC, unit_id) <= 10
)

SELECT
    title || ' · UnitMem, class of the owner, unit' AS subtitle,
    part,
    format('{} {} · {}', depth, block, kind) AS section,
    path,
    format('{:.3f}', unit_mem) AS caption_1,
    class_name AS caption_2,
    'unit ' || unit_index AS caption_3
FROM top_unit
JOIN image ON image_id = owner_image_id
ORDER BY part DESC, block, unit_mem DESC, unit_id
