-- UnitMem against the number of images: a maximum grows with the images that it is taken over, whether or not anything is memorized.
-- Grain:  one row per population, part, number of images and draw.
-- Inputs: activation, image; settings 'percentile' and 'analysis_seed'. Filled by a statistic, which draws the subsets.
--
--     20 random subsets each of 8, 16, 32, … images, and all N; UnitMem as in 01_unit_mem, with m the mean of the others

CREATE OR REPLACE TABLE n_curve (
    population      VARCHAR NOT NULL,
    part            VARCHAR NOT NULL,
    image_count     INTEGER NOT NULL,
    draw            INTEGER NOT NULL,
    unit_mem_mean   DOUBLE NOT NULL,
    u10_threshold   DOUBLE NOT NULL,
    u10_owner_share DOUBLE NOT NULL
);

COMMENT ON TABLE  n_curve                 IS 'UnitMem against the number of images: one row per population, part, number of images and draw.';
COMMENT ON COLUMN n_curve.population      IS 'train, val or all: the images drawn from.';
COMMENT ON COLUMN n_curve.part            IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN n_curve.image_count     IS 'Images of the subset.';
COMMENT ON COLUMN n_curve.draw            IS 'Number of the subset among those of its size, 0-based.';
COMMENT ON COLUMN n_curve.unit_mem_mean   IS 'Mean UnitMem of all units over the subset.';
COMMENT ON COLUMN n_curve.u10_threshold   IS 'UnitMem from which a unit is in U10.';
COMMENT ON COLUMN n_curve.u10_owner_share IS 'Share of the subset''s images that own units of U10.';
