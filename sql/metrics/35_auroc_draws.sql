-- What chance alone makes of AUROC: the marks that tell the two sides apart shuffled over the images of each class. Images that lack a score
-- keep their place in the shuffling, and no place in its AUROC; a draw that leaves it no image of a side counts as 1/2.
-- Grain:  one row per contrast, part and score that an image of either side has.
-- Inputs: contrast, image_score, score, image; settings 'permutations' and 'analysis_seed'. Filled by the statistic of this name.
--
--     p = (1 + draws at least as far from the mean as observed, on either side) / (1 + draws)
--     interval = observed AUROC less the middle 95 % of the draws about their mean, within 0 and 1

CREATE OR REPLACE TABLE auroc_draws (
    contrast         VARCHAR NOT NULL,
    part             VARCHAR NOT NULL,
    score            VARCHAR NOT NULL,
    permutation_mean DOUBLE NOT NULL,
    permutation_sd   DOUBLE NOT NULL,
    p                DOUBLE NOT NULL,
    auroc_low        DOUBLE NOT NULL,
    auroc_high       DOUBLE NOT NULL
);

COMMENT ON TABLE  auroc_draws                  IS 'AUROC by drawing: one row per contrast, part and score.';
COMMENT ON COLUMN auroc_draws.contrast         IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN auroc_draws.part             IS 'As in image_score.';
COMMENT ON COLUMN auroc_draws.score            IS 'As in image_score.';
COMMENT ON COLUMN auroc_draws.permutation_mean IS 'Mean AUROC over the permutations: not 1/2 where the score tells classes apart of which one side has more.';
COMMENT ON COLUMN auroc_draws.permutation_sd   IS 'Its standard deviation.';
COMMENT ON COLUMN auroc_draws.p                IS 'Two-sided p-value of the permutation test.';
COMMENT ON COLUMN auroc_draws.auroc_low        IS 'Lower end of the permutation interval of AUROC, 95 %.';
COMMENT ON COLUMN auroc_draws.auroc_high       IS 'Its upper end.';
