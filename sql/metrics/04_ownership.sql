-- How many images own units at all.
-- Grain:  one row per population and part.
-- Inputs: num_mem_units.
--
--     u10_owner_share = |{x : NumMemUnits(x) >= 1}| / N

CREATE OR REPLACE TABLE ownership AS
WITH
final AS (
    SELECT
        population,
        part,
        count(*) AS image_count,
        count(*) FILTER (WHERE units_owned > 0) AS owner_count,
        count(*) FILTER (WHERE num_mem_units > 0) AS u10_owner_count,
        u10_owner_count / image_count AS u10_owner_share
    FROM num_mem_units
    GROUP BY population, part
)

SELECT * FROM final ORDER BY population, part;

COMMENT ON TABLE  ownership                 IS 'How many images own units: one row per population and part.';
COMMENT ON COLUMN ownership.population      IS 'train, val or all.';
COMMENT ON COLUMN ownership.part            IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN ownership.image_count     IS 'N: images of the population.';
COMMENT ON COLUMN ownership.owner_count     IS 'Images that own at least one unit.';
COMMENT ON COLUMN ownership.u10_owner_count IS 'Images that own at least one unit of U10.';
COMMENT ON COLUMN ownership.u10_owner_share IS 'Their share of all images.';
