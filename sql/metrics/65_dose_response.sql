-- Whether the chosen units matter more than others: their effect on -log p beside that of equally many random and of matched units.
-- Grain:  one row per factor, scale, image group or two of them, and control.
-- Inputs: intervention, intervention_change, intervention_interval.
--
--     random   as many other units of the transformer's hooked layers, uniformly, without replacement
--     matched  for each chosen unit, in random order, one of the ten of its layer that are nearest to it in the mean of mu over the training
--              images and neither chosen nor taken; where its layer has none left, of all layers of its type, then of all layers
--     p = (1 + draws with a change at least as large) / (1 + draws): one-sided; of 20 draws no smaller than 1/21

CREATE OR REPLACE TABLE dose_response AS
WITH
changed AS (
    SELECT * FROM intervention JOIN intervention_change USING (intervention_id)
),

chosen AS (
    SELECT unit_set, unit_count, factor, scale, image_group, image_count, nll_change FROM changed WHERE control IS NULL
),

drawn AS (
    SELECT
        chosen.factor,
        chosen.scale,
        chosen.image_group,
        drawn.control,
        count(*) AS draws,
        avg(drawn.nll_change ORDER BY drawn.draw) AS control_mean,
        min(drawn.nll_change) AS control_min,
        max(drawn.nll_change) AS control_max,
        (1 + count(*) FILTER (WHERE drawn.nll_change >= chosen.nll_change)) / (1 + count(*)) AS p
    FROM chosen
    JOIN changed AS drawn
        ON drawn.control IS NOT NULL AND drawn.factor = chosen.factor AND drawn.scale IS NOT DISTINCT FROM chosen.scale
        AND drawn.image_group = chosen.image_group
    GROUP BY ALL
),

final AS (
    SELECT
        unit_set,
        unit_count,
        chosen.factor,
        chosen.scale,
        chosen.image_group,
        image_count,
        control.control,
        chosen.nll_change,
        own.nll_change_low,
        own.nll_change_high,
        coalesce(draws, 0) AS draws,
        control_mean,
        control_min,
        control_max,
        chosen.nll_change - control_mean AS beyond,
        beyond.nll_change_low AS beyond_low,
        beyond.nll_change_high AS beyond_high,
        p
    FROM chosen
    CROSS JOIN (VALUES ('random'), ('matched')) AS control(control)
    LEFT JOIN drawn
        ON drawn.factor = chosen.factor AND drawn.scale IS NOT DISTINCT FROM chosen.scale AND drawn.image_group = chosen.image_group
        AND drawn.control = control.control
    LEFT JOIN intervention_interval AS own
        ON own.factor = chosen.factor AND own.scale IS NOT DISTINCT FROM chosen.scale AND own.image_group = chosen.image_group
        AND own.control IS NULL
    LEFT JOIN intervention_interval AS beyond
        ON beyond.factor = chosen.factor AND beyond.scale IS NOT DISTINCT FROM chosen.scale AND beyond.image_group = chosen.image_group
        AND beyond.control = control.control
)

SELECT * FROM final ORDER BY scale NULLS FIRST, factor DESC, image_group, control DESC;

COMMENT ON TABLE  dose_response                 IS 'What scaling the chosen units does, beside scaling others: one row per factor, scale, image group or two of them, and control.';
COMMENT ON COLUMN dose_response.unit_set        IS 'The chosen units, as in table intervention.';
COMMENT ON COLUMN dose_response.unit_count      IS 'How many they are, and those of each draw.';
COMMENT ON COLUMN dose_response.factor          IS 'What activations are multiplied by.';
COMMENT ON COLUMN dose_response.scale           IS 'The scale at whose tokens alone they are; NULL for all scales.';
COMMENT ON COLUMN dose_response.image_group     IS 'As in intervention_change.';
COMMENT ON COLUMN dose_response.image_count     IS 'Images of it.';
COMMENT ON COLUMN dose_response.control         IS 'random or matched.';
COMMENT ON COLUMN dose_response.nll_change      IS 'Mean change of -log p of an image under the chosen units, in nats; of two groups by each other, their ratio.';
COMMENT ON COLUMN dose_response.nll_change_low  IS 'Lower end of its image-bootstrap interval, 95 %; NULL without draws.';
COMMENT ON COLUMN dose_response.nll_change_high IS 'Its upper end.';
COMMENT ON COLUMN dose_response.draws           IS 'Draws of the control.';
COMMENT ON COLUMN dose_response.control_mean    IS 'Mean change over them.';
COMMENT ON COLUMN dose_response.control_min     IS 'The smallest.';
COMMENT ON COLUMN dose_response.control_max     IS 'The largest.';
COMMENT ON COLUMN dose_response.beyond          IS 'nll_change less control_mean.';
COMMENT ON COLUMN dose_response.beyond_low      IS 'Lower end of its image-bootstrap interval, 95 %: over images, not over draws of units, which p is for.';
COMMENT ON COLUMN dose_response.beyond_high     IS 'Its upper end.';
COMMENT ON COLUMN dose_response.p               IS 'Share of the chosen units and the draws that change as much or more.';
