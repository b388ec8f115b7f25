-- NumMemUnits of every image: how many of the most memorizing units it owns.
-- Grain:  one row per population, part and image of the population, zeros included.
-- Inputs: unit_mem, unit, layer, population.
--
--     NumMemUnits(x) = |{u in U10 : owner(u) = x}|

CREATE OR REPLACE TABLE num_mem_units AS
WITH
part AS (
    SELECT DISTINCT part FROM layer
),

owned AS (
    SELECT
        population,
        part,
        owner_image_id AS image_id,
        count(*) FILTER (WHERE in_u10) AS num_mem_units,
        count(*) AS units_owned
    FROM unit_mem
    JOIN unit USING (unit_id)
    GROUP BY population, part, owner_image_id
),

final AS (
    SELECT
        population,
        part,
        image_id,
        coalesce(num_mem_units, 0) AS num_mem_units,
        coalesce(units_owned, 0) AS units_owned
    FROM population
    CROSS JOIN part
    LEFT JOIN owned USING (population, part, image_id)
)

SELECT * FROM final ORDER BY population, part, image_id;

COMMENT ON TABLE  num_mem_units               IS 'Units that each image owns: one row per population, part and image.';
COMMENT ON COLUMN num_mem_units.population    IS 'train, val or all; an image is in all and in its split.';
COMMENT ON COLUMN num_mem_units.part          IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN num_mem_units.image_id      IS 'The image.';
COMMENT ON COLUMN num_mem_units.num_mem_units IS 'NumMemUnits: units of U10 that it owns.';
COMMENT ON COLUMN num_mem_units.units_owned   IS 'Units that it owns, whether of U10 or not.';
