-- At which scale the chosen units matter most to the images that own them; for the factor that is nearest to 0.
WITH
dosed AS (
    SELECT *
    FROM dose_response
    WHERE scale IS NOT NULL AND image_group = 'owner - train'
    QUALIFY rank() OVER (ORDER BY abs(factor), factor DESC) = 1
),

by_scale AS (
    SELECT
        scale,
        any_value(factor) AS factor,
        any_value(nll_change) AS beyond,
        string_agg(format('{} {:.1f}, {}', control, control_mean, p_value(p)), '; ' ORDER BY control DESC) FILTER (WHERE draws > 0) AS controls
    FROM dosed
    GROUP BY scale
)

SELECT
    'transformer' AS part,
    format(
        '{} at the tokens of one scale alone, they cost the owners beyond other training images {}.',
        if(any_value(factor) = 0, 'Taken out', format('Multiplied by {:g}', any_value(factor))),
        enumerated(list(format('{:.1f} nats at scale {}{}', beyond, scale, coalesce(format(' ({})', controls), '')) ORDER BY scale))
    ) AS sentence
FROM by_scale
HAVING count(*) > 0
