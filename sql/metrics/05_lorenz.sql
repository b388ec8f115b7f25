-- The concentration curve: which share of U10 the first images own.
-- Grain:  one row per population, part and image, by falling NumMemUnits.
-- Inputs: num_mem_units.
--
--     u10_share(k) = sum of NumMemUnits over the first k images / |U10|, drawn over image_share(k) = k / N

CREATE OR REPLACE TABLE lorenz AS
WITH
final AS (
    SELECT
        population,
        part,
        row_number() OVER falling AS rank,
        image_id,
        num_mem_units,
        rank / count(*) OVER everything AS image_share,
        sum(num_mem_units) OVER falling / nullif(sum(num_mem_units) OVER everything, 0) AS u10_share
    FROM num_mem_units
    WINDOW
        everything AS (PARTITION BY population, part),
        falling AS (PARTITION BY population, part ORDER BY num_mem_units DESC, image_id)
)

SELECT * FROM final ORDER BY population, part, rank;

COMMENT ON TABLE  lorenz               IS 'Concentration of U10: one row per population, part and image.';
COMMENT ON COLUMN lorenz.population    IS 'train, val or all.';
COMMENT ON COLUMN lorenz.part          IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN lorenz.rank          IS '1 for the image with the largest NumMemUnits; equal ones by image_id.';
COMMENT ON COLUMN lorenz.image_id      IS 'The image of this rank.';
COMMENT ON COLUMN lorenz.num_mem_units IS 'Its NumMemUnits.';
COMMENT ON COLUMN lorenz.image_share   IS 'rank / N: share that the images up to this rank are of all.';
COMMENT ON COLUMN lorenz.u10_share     IS 'Share of U10 that they own; NULL where U10 is empty.';
