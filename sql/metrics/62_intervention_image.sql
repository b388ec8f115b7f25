-- The images that were measured under interventions, and what they are to the units that were chosen.
-- Grain:  one row per image; none before varmem intervene.
-- Inputs: intervention_likelihood, intervention_unit, unit_mem (population train), image.
--
--     owner   training images that own one of the chosen units: owner(u) = arg max_x mu_u(x) over the training images
--     train   other training images        val   validation images

CREATE OR REPLACE TABLE intervention_image AS
WITH
owner AS (
    SELECT DISTINCT owner_image_id AS image_id
    FROM unit_mem
    JOIN intervention_unit USING (unit_id)
    WHERE population = 'train' AND control IS NULL
),

final AS (
    SELECT
        image_id,
        CASE WHEN split = 'val' THEN 'val' WHEN owner.image_id IS NOT NULL THEN 'owner' ELSE 'train' END AS image_group,
        nll
    FROM intervention_likelihood
    JOIN image USING (image_id)
    LEFT JOIN owner USING (image_id)
    WHERE intervention_id = 0
)

SELECT * FROM final ORDER BY image_id;

COMMENT ON TABLE  intervention_image             IS 'The images measured under interventions: one row per image.';
COMMENT ON COLUMN intervention_image.image_id    IS 'The image.';
COMMENT ON COLUMN intervention_image.image_group IS 'owner: a training image that owns one of the chosen units; train: another training image; val: a validation image.';
COMMENT ON COLUMN intervention_image.nll         IS '-log p of its tokens by the model as it is, in nats.';
