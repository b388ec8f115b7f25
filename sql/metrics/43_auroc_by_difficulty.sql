-- How well each score tells images apart that are about equally hard to code: by fifths of the size that their pictures compress to, which
-- knows nothing of the network and is the same for both sides.
-- Grain:  difficulty: one row per image that is a picture; auroc_by_difficulty: one row per contrast, part, score and fifth with images of
--         both sides.
-- Inputs: image_statistic, contrast, image_score, score. auroc_by_difficulty is filled by the statistic of this name.
--
--     difficulty = 1 + whole fifths of all pictures that are smaller: 1 to 5, the same for equal sizes
--     interval: all AUROC within 1.96 of their own standard errors (Hanley and McNeil 1982) of the one found (Newcombe 2006, method 5)

CREATE OR REPLACE TABLE difficulty AS
WITH
final AS (
    SELECT
        image_id,
        (1 + 5 * (rank() OVER (ORDER BY compressed_size) - 1) // count(*) OVER ())::INTEGER AS difficulty
    FROM image_statistic
)

SELECT * FROM final ORDER BY image_id;

CREATE OR REPLACE TABLE auroc_by_difficulty (
    contrast   VARCHAR NOT NULL,
    part       VARCHAR NOT NULL,
    score      VARCHAR NOT NULL,
    difficulty INTEGER NOT NULL,
    positives  BIGINT NOT NULL,
    negatives  BIGINT NOT NULL,
    auroc      DOUBLE NOT NULL,
    auroc_low  DOUBLE NOT NULL,
    auroc_high DOUBLE NOT NULL
);

COMMENT ON TABLE  difficulty            IS 'How hard pictures are to code: one row per image that is a picture.';
COMMENT ON COLUMN difficulty.image_id   IS 'The image.';
COMMENT ON COLUMN difficulty.difficulty IS 'Fifth of its compressed_size among all pictures: 1 for the smallest to 5.';

COMMENT ON TABLE  auroc_by_difficulty            IS 'How well scores tell images of about equal difficulty apart: one row per contrast, part, score and fifth.';
COMMENT ON COLUMN auroc_by_difficulty.contrast   IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN auroc_by_difficulty.part       IS 'As in image_score.';
COMMENT ON COLUMN auroc_by_difficulty.score      IS 'As in image_score.';
COMMENT ON COLUMN auroc_by_difficulty.difficulty IS 'The fifth, as in table difficulty.';
COMMENT ON COLUMN auroc_by_difficulty.positives  IS 'Its positive images that have the score.';
COMMENT ON COLUMN auroc_by_difficulty.negatives  IS 'Its negative images that have it.';
COMMENT ON COLUMN auroc_by_difficulty.auroc      IS 'AUROC over their pairs.';
COMMENT ON COLUMN auroc_by_difficulty.auroc_low  IS 'Lower end of its interval, 95 %.';
COMMENT ON COLUMN auroc_by_difficulty.auroc_high IS 'Its upper end.';
