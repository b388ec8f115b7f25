-- Dose and response: what multiplying the chosen units of the transformer by a factor does to the likelihood of images, beside what it does
-- with as many random units, and with units matched in layer and mean activation. A factor of 1 leaves them.
-- Section: Interventions
-- Grain: image group, units and factor. Inputs: dose_response.
-- Population: owners of the chosen units, other training images, and validation images; empty before varmem intervene.
WITH
dosed AS (
    SELECT * FROM dose_response WHERE scale IS NULL AND image_group IN ('owner', 'train', 'val', 'owner - train')
),

lines AS (
    SELECT DISTINCT image_group, image_count, 'chosen units' AS units, factor, nll_change AS change, nll_change_low AS low, nll_change_high AS high
    FROM dosed
    UNION ALL
    SELECT image_group, image_count, control || ' units', factor, control_mean, control_min, control_max
    FROM dosed
    WHERE draws > 0
),

with_one AS (
    FROM lines
    UNION ALL
    SELECT DISTINCT image_group, image_count, units, 1, 0, 0, 0
    FROM lines
)

SELECT
    (
        SELECT format(
            '{} ({:,} units) · band: 95% interval over images; of the controls lowest to highest of {}',
            any_value(unit_set), any_value(unit_count), if(max(draws) = 1, 'one draw', format('{:,} draws', max(draws)))
        )
        FROM dosed
    ) AS subtitle,
    'transformer' AS part,
    CASE image_group
        WHEN 'owner' THEN format('Owners of the units ({:,})', image_count)
        WHEN 'train' THEN format('Other training images ({:,})', image_count)
        WHEN 'val' THEN format('Validation images ({:,})', image_count)
        ELSE 'Owners less other training images'
    END AS images,
    list_position(['owner', 'train', 'val', 'owner - train'], image_group) AS place,
    units,
    factor,
    change,
    low,
    high
FROM with_one
ORDER BY place, list_position(['chosen units', 'random units', 'matched units'], units), factor DESC
