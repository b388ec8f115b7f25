-- How well each score tells the images of one class apart.
-- Grain:  one row per contrast, part, score and class with images of both sides.
-- Inputs: contrast, image_score, score, image. Filled by the statistic of this name.
--
--     interval: all AUROC within 1.96 of their own standard errors (Hanley and McNeil 1982) of the one found (Newcombe 2006, method 5)

CREATE OR REPLACE TABLE auroc_by_class (
    contrast   VARCHAR NOT NULL,
    part       VARCHAR NOT NULL,
    score      VARCHAR NOT NULL,
    class_id   INTEGER NOT NULL,
    positives  BIGINT NOT NULL,
    negatives  BIGINT NOT NULL,
    auroc      DOUBLE NOT NULL,
    auroc_low  DOUBLE NOT NULL,
    auroc_high DOUBLE NOT NULL
);

COMMENT ON TABLE  auroc_by_class            IS 'How well scores tell the images of a class apart: one row per contrast, part, score and class.';
COMMENT ON COLUMN auroc_by_class.contrast   IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN auroc_by_class.part       IS 'As in image_score.';
COMMENT ON COLUMN auroc_by_class.score      IS 'As in image_score.';
COMMENT ON COLUMN auroc_by_class.class_id   IS 'The class.';
COMMENT ON COLUMN auroc_by_class.positives  IS 'Its positive images that have the score.';
COMMENT ON COLUMN auroc_by_class.negatives  IS 'Its negative images that have it.';
COMMENT ON COLUMN auroc_by_class.auroc      IS 'AUROC over their pairs.';
COMMENT ON COLUMN auroc_by_class.auroc_low  IS 'Lower end of its interval, 95 %.';
COMMENT ON COLUMN auroc_by_class.auroc_high IS 'Its upper end.';
