-- How unlikely the transformer holds an image as a whole: -log p of all tokens of a crop, given the label.
-- Grain:  one row per image whose likelihood is recorded and finite.
-- Inputs: likelihood, scale, image.
--
--     nll = mean over the crops of sum over the tokens of -log p        over A crops a scale has A p_s^2 tokens

CREATE OR REPLACE TABLE image_nll AS
WITH
summed AS (
    SELECT image_id, sum(nll_sum * scale.token_count / likelihood.token_count ORDER BY scale) AS nll
    FROM likelihood
    JOIN scale USING (scale)
    GROUP BY image_id
),

final AS (
    SELECT
        image_id,
        CASE WHEN split = 'val' THEN 'val' WHEN canary THEN 'canary' WHEN split = 'train' OR canary IS NOT NULL THEN 'train' END AS side,
        coalesce(class_id, -1) AS class_id,
        nll
    FROM summed
    JOIN image USING (image_id)
    WHERE isfinite(nll)
)

SELECT * FROM final ORDER BY image_id;

COMMENT ON TABLE  image_nll          IS 'How unlikely the transformer holds images: one row per image.';
COMMENT ON COLUMN image_nll.image_id IS 'The image.';
COMMENT ON COLUMN image_nll.side     IS 'val, canary, train for the other training images, as in table contrast; NULL where that is not known.';
COMMENT ON COLUMN image_nll.class_id IS 'Its class; -1 without, which is a class of its own.';
COMMENT ON COLUMN image_nll.nll      IS 'Negative log likelihood of all tokens of a crop, in nats: the mean over the crops.';
