-- At which scale of the picture the chosen units of the transformer matter: what multiplying them at the tokens of one scale alone does to the
-- likelihood of images, beside random units, and units matched in layer and mean activation. For the factor that is nearest to 0.
-- Section: Interventions
-- Grain: image group, scale and units. Inputs: dose_response, scale.
-- Population: owners of the chosen units, and what is beyond other training images; empty before varmem intervene --per-scale.
WITH
dosed AS (
    SELECT *
    FROM dose_response
    WHERE scale IS NOT NULL AND image_group IN ('owner', 'owner - train')
    QUALIFY rank() OVER (ORDER BY abs(factor), factor DESC) = 1
),

bars AS (
    SELECT DISTINCT image_group, scale, 'chosen units' AS units, nll_change AS change, nll_change_low AS low, nll_change_high AS high
    FROM dosed
    UNION ALL
    SELECT image_group, scale, control || ' units', control_mean, control_min, control_max
    FROM dosed
    WHERE draws > 0
)

SELECT
    (
        SELECT format(
            '{} ({:,} units), factor {:g} · bars: 95% interval over images; of the controls lowest to highest of {}',
            any_value(unit_set), any_value(unit_count), any_value(factor), if(max(draws) = 1, 'one draw', format('{:,} draws', max(draws)))
        )
        FROM dosed
    ) AS subtitle,
    'transformer' AS part,
    if(image_group = 'owner', 'Owners of the units', 'Owners less other training images') AS images,
    image_group <> 'owner' AS place,
    format('{0} × {0}', side) AS tokens,
    units,
    change,
    low,
    high
FROM bars
JOIN scale USING (scale)
ORDER BY place, scale, list_position(['chosen units', 'random units', 'matched units'], units)
