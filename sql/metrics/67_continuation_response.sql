-- Whether the chosen units matter more than others to what the model generates: their effect on continuations beside that of the controls.
-- Grain:  one row per factor, image group, measure and control.
-- Inputs: intervention, intervention_continuation.
--
--     change = mean under the intervention less that of the model as it is
--     p = (1 + draws with a change at least as large in the direction away from the image) / (1 + draws): up for tiled_l2 and l2, down for
--     token_agreement and extracted

CREATE OR REPLACE TABLE continuation_response AS
WITH
changed AS (
    SELECT
        control,
        draw,
        factor,
        unit_set,
        unit_count,
        under.image_group,
        under.measure,
        under.image_count,
        as_it_is.value AS as_it_is,
        under.value - as_it_is.value AS change,
        if(under.measure IN ('token_agreement', 'extracted'), -1, 1) * (under.value - as_it_is.value) AS away
    FROM intervention
    JOIN intervention_continuation AS under USING (intervention_id)
    JOIN intervention_continuation AS as_it_is
        ON as_it_is.intervention_id = 0 AND as_it_is.image_group = under.image_group AND as_it_is.measure = under.measure
    WHERE intervention_id <> 0
),

chosen AS (
    SELECT unit_set, unit_count, factor, image_group, measure, image_count, as_it_is, change, away FROM changed WHERE control IS NULL
),

final AS (
    SELECT
        chosen.unit_set,
        chosen.unit_count,
        chosen.factor,
        chosen.image_group,
        chosen.measure,
        control.control,
        chosen.image_count,
        chosen.as_it_is,
        chosen.change,
        count(drawn.draw) AS draws,
        avg(drawn.change ORDER BY drawn.draw) AS control_mean,
        min(drawn.change) AS control_min,
        max(drawn.change) AS control_max,
        if(draws > 0, (1 + count(drawn.draw) FILTER (WHERE drawn.away >= chosen.away)) / (1 + draws), NULL) AS p
    FROM chosen
    CROSS JOIN (VALUES ('random'), ('matched')) AS control(control)
    LEFT JOIN changed AS drawn
        ON drawn.control = control.control AND drawn.factor = chosen.factor AND drawn.image_group = chosen.image_group
        AND drawn.measure = chosen.measure
    GROUP BY ALL
)

SELECT * FROM final ORDER BY factor DESC, image_group, measure, control DESC;

COMMENT ON TABLE  continuation_response              IS 'What scaling the chosen units does to continuations, beside scaling others: one row per factor, image group, measure and control.';
COMMENT ON COLUMN continuation_response.unit_set     IS 'The chosen units, as in table intervention.';
COMMENT ON COLUMN continuation_response.unit_count   IS 'How many they are.';
COMMENT ON COLUMN continuation_response.factor       IS 'What activations are multiplied by, at all scales.';
COMMENT ON COLUMN continuation_response.image_group  IS 'As in intervention_image.';
COMMENT ON COLUMN continuation_response.measure      IS 'As in intervention_continuation.';
COMMENT ON COLUMN continuation_response.control      IS 'random or matched.';
COMMENT ON COLUMN continuation_response.image_count  IS 'Images of the group.';
COMMENT ON COLUMN continuation_response.as_it_is     IS 'Mean of the measure by the model as it is.';
COMMENT ON COLUMN continuation_response.change       IS 'Change of the mean under the chosen units.';
COMMENT ON COLUMN continuation_response.draws        IS 'Draws of the control.';
COMMENT ON COLUMN continuation_response.control_mean IS 'Mean change over them.';
COMMENT ON COLUMN continuation_response.control_min  IS 'The smallest.';
COMMENT ON COLUMN continuation_response.control_max  IS 'The largest.';
COMMENT ON COLUMN continuation_response.p            IS 'Share of the chosen units and the draws that lead as far away, or farther.';
