-- How well each score tells equally many images of either side apart, as Kowalczuk et al. (arXiv 2502.02514) report it: mean and deviation
-- over draws. The draws share images, so the deviation is not the error of the mean: the intervals of ground_truth are.
-- Grain:  one row per contrast, part and score.
-- Inputs: contrast, image_score, score; setting 'analysis_seed'. Filled by the statistic of this name, none with 'permutations' 0.
--
--     250 draws, without replacement, of n images of each side, the same for every score; n = min(5000, half of the smaller side)
--
-- which is theirs where a side has 10,000. Images that lack the score drop out of its draws. With fewer than 100 images drawn of a side, a
-- false positive rate of at most 1 % means none among so few, which more than 1 % of all may be: that rate flatters, and is not to be set
-- beside theirs.

CREATE OR REPLACE TABLE balanced_draws (
    contrast              VARCHAR NOT NULL,
    part                  VARCHAR NOT NULL,
    score                 VARCHAR NOT NULL,
    n                     INTEGER NOT NULL,
    draws                 INTEGER NOT NULL,
    auroc_mean            DOUBLE NOT NULL,
    auroc_sd              DOUBLE NOT NULL,
    tpr_at_1_percent_mean DOUBLE NOT NULL,
    tpr_at_1_percent_sd   DOUBLE NOT NULL
);

COMMENT ON TABLE  balanced_draws                       IS 'How well scores tell equally many images of either side apart: one row per contrast, part and score.';
COMMENT ON COLUMN balanced_draws.contrast              IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN balanced_draws.part                  IS 'As in image_score.';
COMMENT ON COLUMN balanced_draws.score                 IS 'As in image_score.';
COMMENT ON COLUMN balanced_draws.n                     IS 'Images drawn of each side.';
COMMENT ON COLUMN balanced_draws.draws                 IS 'Draws in which images of both sides have the score.';
COMMENT ON COLUMN balanced_draws.auroc_mean            IS 'Mean AUROC over them.';
COMMENT ON COLUMN balanced_draws.auroc_sd              IS 'Its standard deviation.';
COMMENT ON COLUMN balanced_draws.tpr_at_1_percent_mean IS 'Mean true positive rate at a false positive rate of at most 1 %, without interpolation.';
COMMENT ON COLUMN balanced_draws.tpr_at_1_percent_sd   IS 'Its standard deviation.';
