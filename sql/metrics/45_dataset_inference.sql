-- Dataset inference: whether n images, taken together, were trained on, though none of them alone may tell. After Maini et al. (arXiv
-- 2406.06443) and Kowalczuk et al. (arXiv 2502.02514).
-- Grain:  one row per kind of members, method and n; as large as half of either side allows. No rows with fewer than four images a side.
-- Inputs: image_score (likelihood), score, contrast; settings 'permutations' and 'analysis_seed'. Filled by the statistic of this name.
--
--     features  the scores of the likelihood that every image has, finite and not constant, turned so that members have more
--     sum       each divided by its range, then added up
--     weighted  log odds of a logistic regression (ridge 1 on standardised features)
--     p         Welch's one-sided test of n members against n validation images, by either
--
-- Ranges and weights come from one half of the images of either side, p from draws out of the other; ten random halvings in turns. Members
-- are all training images, canaries too, or the canaries; in the negative control one random half of the validation images, whose p is 1/2
-- on average if all is right. Draws are the more alike, the larger n: at the largest there are hardly more than the ten halves to draw.

CREATE OR REPLACE TABLE dataset_inference (
    members     VARCHAR NOT NULL,
    method      VARCHAR NOT NULL,
    image_count INTEGER NOT NULL,
    draws       BIGINT NOT NULL,
    p_mean      DOUBLE NOT NULL,
    share_found DOUBLE NOT NULL
);

COMMENT ON TABLE  dataset_inference             IS 'Whether n images taken together show that they were trained on: one row per members, method and n.';
COMMENT ON COLUMN dataset_inference.members     IS 'train: all training images, canaries too; canary: canaries; val: validation images, the negative control. Each against validation images.';
COMMENT ON COLUMN dataset_inference.method      IS 'sum of the scaled scores, or weighted by logistic regression.';
COMMENT ON COLUMN dataset_inference.image_count IS 'n, the images of either side in a test.';
COMMENT ON COLUMN dataset_inference.draws       IS 'Random choices of n images: as many as permutations, at most 1,000.';
COMMENT ON COLUMN dataset_inference.p_mean      IS 'Mean one-sided p-value over them.';
COMMENT ON COLUMN dataset_inference.share_found IS 'Share of them with p <= 0.01.';
