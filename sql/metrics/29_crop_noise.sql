-- How much of mu is the luck of the crops, where that was recorded (--crop-noise), and whether owners lead by more than it.
-- Grain:  one row per population, part, block and kind; none without the standard errors.
-- Inputs: activation_noise, activation, population, unit_mem, unit.
--
--     relative_error = mean over units of (mean over images of SE(mu) / mean over images of mu)
--     lead(u) = (M - mu of the runner-up) / sqrt(SE of the owner ^ 2 + SE of the runner-up ^ 2), a unit that nobody leads having 0
--     share_led = share of the units with lead > 2
--
-- Sums add up in the order of the units and images, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE crop_noise AS
WITH
by_unit AS (
    SELECT
        population,
        unit_id,
        sum(standard_error::DOUBLE ORDER BY image_id) / nullif(sum(mu::DOUBLE ORDER BY image_id), 0) AS relative_error
    FROM activation_noise
    JOIN activation USING (image_id, unit_id)
    JOIN population USING (image_id)
    GROUP BY population, unit_id
),

-- The two strongest images of each unit; of equals those with the smallest image_id.
strongest AS (
    SELECT
        population,
        unit_id,
        max({'mu': mu, 'earliest': -image_id}, 2) AS top
    FROM activation
    JOIN population USING (image_id)
    WHERE EXISTS (FROM activation_noise)
    GROUP BY population, unit_id
    HAVING count(*) > 1
),

duel AS (
    SELECT
        population,
        strongest.unit_id,
        top[1].mu::DOUBLE - top[2].mu AS distance,
        owner.standard_error::DOUBLE AS owner_error,
        second.standard_error::DOUBLE AS second_error
    FROM strongest
    JOIN activation_noise AS owner ON owner.unit_id = strongest.unit_id AND owner.image_id = -top[1].earliest
    JOIN activation_noise AS second ON second.unit_id = strongest.unit_id AND second.image_id = -top[2].earliest
),

led AS (
    SELECT population, unit_id, distance > 2 * sqrt(owner_error ** 2 + second_error ** 2) AS is_led
    FROM duel
),

final AS (
    SELECT
        population,
        part,
        block,
        kind,
        count(*) AS unit_count,
        avg(relative_error ORDER BY unit_id) AS relative_error,
        count(*) FILTER (WHERE is_led) / count(*) AS share_led,
        count(*) FILTER (WHERE is_led AND in_u10) / nullif(count(*) FILTER (WHERE in_u10), 0) AS share_led_u10
    FROM by_unit
    JOIN led USING (population, unit_id)
    JOIN unit_mem USING (population, unit_id)
    JOIN unit USING (unit_id)
    GROUP BY population, part, block, kind
)

SELECT * FROM final ORDER BY population, part, block, kind;

COMMENT ON TABLE  crop_noise                IS 'What the luck of the crops makes of mu and of owners: one row per population, part, block and kind.';
COMMENT ON COLUMN crop_noise.population     IS 'train, val or all.';
COMMENT ON COLUMN crop_noise.part           IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN crop_noise.block          IS 'Depth: index of the transformer block, or level of the tokenizer.';
COMMENT ON COLUMN crop_noise.kind           IS 'Layer type, such as ffn.fc1.';
COMMENT ON COLUMN crop_noise.unit_count     IS 'Units of these layers.';
COMMENT ON COLUMN crop_noise.relative_error IS 'Mean over the units of standard error by mu, over all images; units that nothing activates left out.';
COMMENT ON COLUMN crop_noise.share_led      IS 'Share of the units whose owner leads the next image by more than two standard errors of the difference.';
COMMENT ON COLUMN crop_noise.share_led_u10  IS 'The same of the units in U10; NULL without any.';
