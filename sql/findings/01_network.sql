-- How many units there are, and where U10 begins.
SELECT
    part,
    format(
        '{}: {}, {:,} in U10 (the {:g}% with the highest UnitMem{}).',
        title,
        plural(unit_count, 'unit'),
        u10_count,
        100 - percentile,
        coalesce(format(', from {:.3f}', threshold), '')
    ) AS sentence
FROM shown
JOIN (SELECT population, part, percentile FROM u10_threshold) USING (population, part)
