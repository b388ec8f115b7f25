-- Share of U10 that the top 1, 5 and 10 % of the images own.
-- Grain:  one row per population, part and percentage.
-- Inputs: lorenz.
--
--     top_images = floor(N p / 100)

CREATE OR REPLACE TABLE concentration AS
WITH
top AS (
    SELECT
        population,
        part,
        top_percent,
        count(*) * top_percent // 100 AS top_images,
        sum(num_mem_units) AS u10_count
    FROM lorenz
    CROSS JOIN unnest([1, 5, 10]) AS percentage(top_percent)
    GROUP BY population, part, top_percent
),

final AS (
    SELECT
        population,
        part,
        top_percent,
        top_images,
        coalesce(sum(num_mem_units) FILTER (WHERE rank <= top_images), 0)::BIGINT AS u10_owned,
        u10_owned / nullif(u10_count, 0) AS u10_share
    FROM top
    JOIN lorenz USING (population, part)
    GROUP BY population, part, top_percent, top_images, u10_count
)

SELECT * FROM final ORDER BY population, part, top_percent;

COMMENT ON TABLE  concentration             IS 'U10 owned by the top images: one row per population, part and percent.';
COMMENT ON COLUMN concentration.population  IS 'train, val or all.';
COMMENT ON COLUMN concentration.part        IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN concentration.top_percent IS '1, 5 or 10 percent of the images.';
COMMENT ON COLUMN concentration.top_images  IS 'How many images that is, rounded down.';
COMMENT ON COLUMN concentration.u10_owned   IS 'Units of U10 owned by the images with the largest NumMemUnits.';
COMMENT ON COLUMN concentration.u10_share   IS 'Their share of U10; NULL where U10 is empty.';
