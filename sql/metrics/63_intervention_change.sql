-- How much less likely each intervention makes the images of each group, and the owners beyond the others.
-- Grain:  one row per intervention but 0 and image group or two of them.
-- Inputs: intervention_likelihood, intervention_image.
--
--     nll_change = mean over the group of (-log p under the intervention) - (-log p by the model as it is)
--     owner - train, owner - val: the owners' less that of the other training, or validation images
--     owner / train, owner / val: how many times that, which units do not have more of for being more important altogether; none where
--     either is not above 0

CREATE OR REPLACE TABLE intervention_change AS
WITH
changed AS (
    SELECT intervention_id, image_group, likelihood.nll - as_it_is.nll AS nll_change
    FROM intervention_likelihood AS likelihood
    JOIN intervention_image AS as_it_is USING (image_id)
    WHERE intervention_id <> 0
),

grouped AS (
    SELECT intervention_id, image_group, count(*) AS image_count, avg(nll_change ORDER BY nll_change) AS nll_change
    FROM changed
    GROUP BY ALL
),

final AS (
    FROM grouped
    UNION ALL
    SELECT
        intervention_id,
        owner.image_group || ' - ' || other.image_group,
        owner.image_count + other.image_count,
        owner.nll_change - other.nll_change
    FROM grouped AS owner
    JOIN grouped AS other USING (intervention_id)
    WHERE owner.image_group = 'owner' AND other.image_group <> 'owner'
    UNION ALL
    SELECT
        intervention_id,
        owner.image_group || ' / ' || other.image_group,
        owner.image_count + other.image_count,
        owner.nll_change / other.nll_change
    FROM grouped AS owner
    JOIN grouped AS other USING (intervention_id)
    WHERE owner.image_group = 'owner' AND other.image_group <> 'owner' AND owner.nll_change > 0 AND other.nll_change > 0
)

SELECT * FROM final ORDER BY intervention_id, image_group;

COMMENT ON TABLE  intervention_change                 IS 'What each intervention does to the likelihood of images: one row per intervention and image group or two of them.';
COMMENT ON COLUMN intervention_change.intervention_id IS 'The intervention, as in table intervention.';
COMMENT ON COLUMN intervention_change.image_group     IS 'owner, train or val, as in intervention_image; owner - train, owner - val: what the owners'' change is beyond that of the others; owner / train, owner / val: how many times that it is.';
COMMENT ON COLUMN intervention_change.image_count     IS 'Images of it.';
COMMENT ON COLUMN intervention_change.nll_change      IS 'Mean change of -log p of an image, in nats: above 0 where the intervention makes it less likely; of two groups by each other, their ratio.';
