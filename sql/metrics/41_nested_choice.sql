-- Families of scores that differ in a share k or a bound of entropy, with the member chosen on other images than those it is evaluated on.
-- Grain:  nested_fold: one row per contrast, family and fold; nested_choice: one row per contrast and family.
-- Inputs: contrast, image_score, score, image; setting 'analysis_seed'. Filled by the statistic of this name.
--
--     the images of each class and side are dealt to five folds at random; for each fold the member with the highest AUROC on the
--     other four is evaluated on it
--
-- Members have different units, and folds may choose different ones: so pairs are compared, and thresholds set, within folds alone.
--
--     AUROC = pairs in order within folds / pairs within folds        TPR = images found within folds / positive images
--     each fold's threshold is the last with at most 1 % of its own negative images called positive
--     intervals: of AUROC from Hanley and McNeil's error at its ends (Newcombe 2006, method 5), of TPR Clopper and Pearson's, 95 %
--
-- Members are those that every image of the contrast has. Folds without images of both sides are left out.
-- In folds of fewer than 100 negative images at most 1 % means none of them, which flatters the TPR.

CREATE OR REPLACE TABLE nested_fold (
    contrast         VARCHAR NOT NULL,
    family           VARCHAR NOT NULL,
    fold             INTEGER NOT NULL,
    chosen           VARCHAR NOT NULL,
    auroc_of_others  DOUBLE NOT NULL,
    positives        BIGINT NOT NULL,
    negatives        BIGINT NOT NULL,
    auroc            DOUBLE NOT NULL,
    true_positives   BIGINT NOT NULL,
    tpr_at_1_percent DOUBLE NOT NULL
);

CREATE OR REPLACE TABLE nested_choice (
    contrast              VARCHAR NOT NULL,
    family                VARCHAR NOT NULL,
    chosen                VARCHAR NOT NULL,
    folds                 INTEGER NOT NULL,
    positives             BIGINT NOT NULL,
    negatives             BIGINT NOT NULL,
    auroc                 DOUBLE NOT NULL,
    auroc_low             DOUBLE NOT NULL,
    auroc_high            DOUBLE NOT NULL,
    tpr_at_1_percent      DOUBLE NOT NULL,
    tpr_at_1_percent_low  DOUBLE NOT NULL,
    tpr_at_1_percent_high DOUBLE NOT NULL
);

COMMENT ON TABLE  nested_fold                  IS 'Members of score families chosen on other images than they are evaluated on: one row per contrast, family and fold.';
COMMENT ON COLUMN nested_fold.contrast         IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN nested_fold.family           IS 'Name of its members without their numbers, such as mink or cfg_surp.';
COMMENT ON COLUMN nested_fold.fold             IS 'Number of the fold, 0-based.';
COMMENT ON COLUMN nested_fold.chosen           IS 'The member with the highest AUROC on the images of the other folds; the first by name of several.';
COMMENT ON COLUMN nested_fold.auroc_of_others  IS 'That AUROC.';
COMMENT ON COLUMN nested_fold.positives        IS 'Positive images of the fold.';
COMMENT ON COLUMN nested_fold.negatives        IS 'Its negative images.';
COMMENT ON COLUMN nested_fold.auroc            IS 'AUROC of the chosen member on them.';
COMMENT ON COLUMN nested_fold.true_positives   IS 'Positive images of the fold found while at most 1 % of its negative ones are called positive.';
COMMENT ON COLUMN nested_fold.tpr_at_1_percent IS 'true_positives / positives.';

COMMENT ON TABLE  nested_choice                       IS 'Families of scores evaluated on other images than their member is chosen on: one row per contrast and family.';
COMMENT ON COLUMN nested_choice.contrast              IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN nested_choice.family                IS 'As in nested_fold.';
COMMENT ON COLUMN nested_choice.chosen                IS 'The members that folds chose.';
COMMENT ON COLUMN nested_choice.folds                 IS 'Folds evaluated.';
COMMENT ON COLUMN nested_choice.positives             IS 'Positive images of all folds.';
COMMENT ON COLUMN nested_choice.negatives             IS 'Their negative images.';
COMMENT ON COLUMN nested_choice.auroc                 IS 'AUROC over the pairs within folds.';
COMMENT ON COLUMN nested_choice.auroc_low             IS 'Lower end of its interval, 95 %.';
COMMENT ON COLUMN nested_choice.auroc_high            IS 'Its upper end.';
COMMENT ON COLUMN nested_choice.tpr_at_1_percent      IS 'True positive rate over all folds at a false positive rate of at most 1 % in each.';
COMMENT ON COLUMN nested_choice.tpr_at_1_percent_low  IS 'Lower end of its exact binomial interval, 95 %.';
COMMENT ON COLUMN nested_choice.tpr_at_1_percent_high IS 'Its upper end.';
