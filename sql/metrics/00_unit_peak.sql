-- The strongest image and the sum of mu of every unit over the images of each split: what UnitMem is made of.
-- Grain:  one row per split and unit.
-- Inputs: activation, image. Filled by the statistic of this name in one pass; sql/definitions/unit_peak.sql says the same in SQL.
--
--     M(u) = max_x mu_u(x)        owner(u) = arg max_x mu_u(x), of equals the smallest image_id        sum_x mu_u(x)        N
--
-- Rows of disjoint sets of images merge exactly, in any order: the larger maximum, the sums, the counts. So shards can be merged
-- without their activations.

CREATE OR REPLACE TABLE unit_peak (
    split       VARCHAR,
    unit_id     INTEGER NOT NULL,
    mu_max      FLOAT NOT NULL,
    image_id    INTEGER NOT NULL,
    mu_sum      HUGEINT NOT NULL,
    image_count BIGINT NOT NULL
);

COMMENT ON TABLE  unit_peak             IS 'Maximum and sum of mu: one row per split and unit.';
COMMENT ON COLUMN unit_peak.split       IS 'train, val, or NULL for images without a split.';
COMMENT ON COLUMN unit_peak.unit_id     IS 'The unit.';
COMMENT ON COLUMN unit_peak.mu_max      IS 'The largest mu of any image of the split.';
COMMENT ON COLUMN unit_peak.image_id    IS 'The image with it; the smallest image_id of several.';
COMMENT ON COLUMN unit_peak.mu_sum      IS 'Sum of mu in multiples of 2^-64. Integers add up to the same in every order: no digit depends on threads or shards. mu is a FLOAT, so nothing above 2^-41 (5e-13) is rounded.';
COMMENT ON COLUMN unit_peak.image_count IS 'N: the images of the split.';
