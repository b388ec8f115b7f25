-- How many images own units.
SELECT
    part,
    format(
        '{} ({}) {} at least one unit of U10; {:,} {} any unit.',
        plural(u10_owner_count, 'image'),
        percent(u10_owner_share),
        if(u10_owner_count = 1, 'owns', 'own'),
        owner_count,
        if(owner_count = 1, 'owns', 'own')
    ) AS sentence
FROM ownership
SEMI JOIN shown USING (population, part)
