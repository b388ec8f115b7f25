-- At which scale of the tokens units memorize most, where the means of scales were recorded.
WITH by_scale AS (
    SELECT part, scale, sum(u10_count) / sum(unit_count) AS share
    FROM localization_by_scale
    SEMI JOIN shown USING (population, part)
    GROUP BY part, scale
)

SELECT
    part,
    'Scales: of the units, those in U10 at each scale alone are ' || enumerated(
        list(format('{} at scale {}', percent(share), scale) ORDER BY scale)
    ) || '.' AS sentence
FROM by_scale
GROUP BY part
HAVING count(*) > 1
