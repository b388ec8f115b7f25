-- Training against validation images by drawing: what chance alone makes of the same statistics.
-- Grain:  one row per part, unit set, grouping, group and statistic; none unless the images have both splits.
-- Inputs: owner_weight, image; settings 'permutations' and 'analysis_seed'. Filled by the statistic of this name.
--
--     train_share         = units owned by training images / units
--     unit_mem_difference = mean UnitMem of the units that training images own - that of validation images
--
-- Permutation: the split labels are shuffled over the images of each class, as often as the setting says; owners keep their units, for
-- which split an image has decides no mu. p = (1 + draws at least as far from the mean as observed, on either side) / (1 + draws).
-- Bootstrap: the images of each split are drawn with replacement, each with all the units that it owns; the interval lies between the
-- 2.5th and 97.5th percentile.

CREATE OR REPLACE TABLE train_val_draws (
    part             VARCHAR NOT NULL,
    unit_set         VARCHAR NOT NULL,
    grouping         VARCHAR NOT NULL,
    group_name       VARCHAR NOT NULL,
    statistic        VARCHAR NOT NULL,
    permutation_mean DOUBLE,
    permutation_sd   DOUBLE,
    p                DOUBLE,
    bootstrap_low    DOUBLE,
    bootstrap_high   DOUBLE
);

COMMENT ON TABLE  train_val_draws                  IS 'Training against validation by drawing: one row per part, unit set, grouping, group and statistic.';
COMMENT ON COLUMN train_val_draws.part             IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN train_val_draws.unit_set         IS 'all units, or U10.';
COMMENT ON COLUMN train_val_draws.grouping         IS 'overall, block, kind or scale.';
COMMENT ON COLUMN train_val_draws.group_name       IS 'Which block, kind or scale; all where overall.';
COMMENT ON COLUMN train_val_draws.statistic        IS 'train_share or unit_mem_difference.';
COMMENT ON COLUMN train_val_draws.permutation_mean IS 'Mean of the statistic over the permutations; NULL where one split can own nothing.';
COMMENT ON COLUMN train_val_draws.permutation_sd   IS 'Its standard deviation.';
COMMENT ON COLUMN train_val_draws.p                IS 'Two-sided p-value of the permutation test.';
COMMENT ON COLUMN train_val_draws.bootstrap_low    IS 'Lower end of the image-bootstrap 95 % interval of the statistic.';
COMMENT ON COLUMN train_val_draws.bootstrap_high   IS 'Its upper end.';

-- The shares of every single permutation, for the picture.
CREATE OR REPLACE TABLE train_val_permutation (
    part        VARCHAR NOT NULL,
    unit_set    VARCHAR NOT NULL,
    draw        INTEGER NOT NULL,
    train_share DOUBLE NOT NULL
);

COMMENT ON TABLE  train_val_permutation             IS 'train_share of all groups together under each permutation of the split labels: one row per part, unit set and draw.';
COMMENT ON COLUMN train_val_permutation.part        IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN train_val_permutation.unit_set    IS 'all units, or U10.';
COMMENT ON COLUMN train_val_permutation.draw        IS 'Number of the permutation, 0-based.';
COMMENT ON COLUMN train_val_permutation.train_share IS 'Share of the units that images labelled train own.';
