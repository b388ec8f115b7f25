-- How far every two scores order the images alike.
-- Grain:  one row per two scores that an image has both of, in both orders, and per score with itself.
-- Inputs: image_score, score. Filled by the statistic of this name.
--
--     rho = Spearman's: correlation of the midranks among the images that have both, of values oriented by table score

CREATE OR REPLACE TABLE score_correlation (
    part        VARCHAR NOT NULL,
    score       VARCHAR NOT NULL,
    other_part  VARCHAR NOT NULL,
    other_score VARCHAR NOT NULL,
    image_count INTEGER NOT NULL,
    rho         DOUBLE
);

COMMENT ON TABLE  score_correlation             IS 'How far scores order images alike: one row per two scores, in both orders.';
COMMENT ON COLUMN score_correlation.part        IS 'As in image_score.';
COMMENT ON COLUMN score_correlation.score       IS 'As in image_score.';
COMMENT ON COLUMN score_correlation.other_part  IS 'Part of the other score.';
COMMENT ON COLUMN score_correlation.other_score IS 'The other score.';
COMMENT ON COLUMN score_correlation.image_count IS 'Images that have both.';
COMMENT ON COLUMN score_correlation.rho         IS 'Spearman''s rank correlation, positive where both speak for the same images; NULL where one is constant.';
