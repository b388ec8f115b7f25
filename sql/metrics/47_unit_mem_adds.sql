-- What UnitMem knows of the training beyond the likelihood: logistic regressions on the scores of the likelihood, of the units, and of both.
-- Grain:  one row per contrast and part whose units are scored; none with fewer than five images on a side.
-- Inputs: image_score, contrast, image; settings 'permutations' and 'analysis_seed'. Filled by the statistic of this name.
--
--     an image's log odds come from a regression (ridge 1 on standardised scores) on the four of five folds that it is not in; folds are
--     dealt within class and side. AUROC is over the pairs of a fold
--     interval: middle 95 % with the images of each side drawn again with replacement, their log odds as they are
--
-- Scores that lack an image, or are infinite or constant, are left out.

CREATE OR REPLACE TABLE unit_mem_adds (
    contrast              VARCHAR NOT NULL,
    part                  VARCHAR NOT NULL,
    positives             BIGINT NOT NULL,
    negatives             BIGINT NOT NULL,
    likelihood_scores     BIGINT NOT NULL,
    unit_mem_scores       BIGINT NOT NULL,
    auroc_likelihood      DOUBLE NOT NULL,
    auroc_likelihood_low  DOUBLE NOT NULL,
    auroc_likelihood_high DOUBLE NOT NULL,
    auroc_unit_mem        DOUBLE NOT NULL,
    auroc_unit_mem_low    DOUBLE NOT NULL,
    auroc_unit_mem_high   DOUBLE NOT NULL,
    auroc_both            DOUBLE NOT NULL,
    auroc_both_low        DOUBLE NOT NULL,
    auroc_both_high       DOUBLE NOT NULL,
    added                 DOUBLE NOT NULL,
    added_low             DOUBLE NOT NULL,
    added_high            DOUBLE NOT NULL
);

COMMENT ON TABLE  unit_mem_adds                       IS 'What UnitMem knows of the training beyond the likelihood: one row per contrast and part.';
COMMENT ON COLUMN unit_mem_adds.contrast              IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN unit_mem_adds.part                  IS 'Whose units: transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN unit_mem_adds.positives             IS 'Images of the side named first.';
COMMENT ON COLUMN unit_mem_adds.negatives             IS 'Images of the other side.';
COMMENT ON COLUMN unit_mem_adds.likelihood_scores     IS 'Scores of the likelihood in the regression.';
COMMENT ON COLUMN unit_mem_adds.unit_mem_scores       IS 'Scores of the units in it, of num_mem_units, units_owned, unit_mem_owned, unit_mem_max and mean_mu_rank.';
COMMENT ON COLUMN unit_mem_adds.auroc_likelihood      IS 'AUROC by the likelihood alone, on images that the regression has not seen.';
COMMENT ON COLUMN unit_mem_adds.auroc_likelihood_low  IS 'Lower end of its image-bootstrap interval, 95 %.';
COMMENT ON COLUMN unit_mem_adds.auroc_likelihood_high IS 'Its upper end.';
COMMENT ON COLUMN unit_mem_adds.auroc_unit_mem        IS 'AUROC by the units alone.';
COMMENT ON COLUMN unit_mem_adds.auroc_unit_mem_low    IS 'Lower end of its interval.';
COMMENT ON COLUMN unit_mem_adds.auroc_unit_mem_high   IS 'Its upper end.';
COMMENT ON COLUMN unit_mem_adds.auroc_both            IS 'AUROC by both.';
COMMENT ON COLUMN unit_mem_adds.auroc_both_low        IS 'Lower end of its interval.';
COMMENT ON COLUMN unit_mem_adds.auroc_both_high       IS 'Its upper end.';
COMMENT ON COLUMN unit_mem_adds.added                 IS 'auroc_both less auroc_likelihood: below 0 where more scores only add noise.';
COMMENT ON COLUMN unit_mem_adds.added_low             IS 'Lower end of its interval.';
COMMENT ON COLUMN unit_mem_adds.added_high            IS 'Its upper end.';
