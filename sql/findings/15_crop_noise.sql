-- Whether owners are owners by more than the luck of the crops, where that was recorded.
SELECT
    part,
    format(
        'Crops: the standard error of μ is {} of μ on average; in {} of the units the owner leads the next image by more than two'
        || ' standard errors of the difference.',
        percent(sum(relative_error * unit_count ORDER BY block, kind) / sum(unit_count)),
        percent(sum(share_led * unit_count ORDER BY block, kind) / sum(unit_count))
    ) AS sentence
FROM crop_noise
SEMI JOIN shown USING (population, part)
WHERE relative_error IS NOT NULL
GROUP BY part
