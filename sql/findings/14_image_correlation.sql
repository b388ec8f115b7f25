-- What the pictures have in common that the network keeps: correlations within classes that hold after Holm's correction.
WITH
worded AS (
    SELECT
        part,
        target,
        list(format('{} ({:+.2f})', replace(statistic, '_', ' '), rho_partial) ORDER BY abs(rho_partial) DESC, statistic)
            FILTER (WHERE p_holm < 0.05) AS found
    FROM image_correlation
    WHERE p IS NOT NULL
    GROUP BY part, target
)

SELECT
    part,
    format(
        'Within classes, {} goes with {}.',
        if(target = 'num_mem_units', 'NumMemUnits', 'the mean rank of μ'),
        coalesce(
            enumerated(found) || ' of the pictures (rank correlation, p < 0.05 after Holm)',
            'nothing measured of the pictures (p ≥ 0.05 after Holm)'
        )
    ) AS sentence
FROM worded
ORDER BY target DESC
