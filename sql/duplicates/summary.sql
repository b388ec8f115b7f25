-- The near-duplicates in sentences, for `varmem duplicates`.
-- Grain:  one row per sentence.
-- Inputs: duplicate, multiplicity, image; settings 'duplicate_threshold', 'duplicate_side' and 'duplicate_tiles'.
WITH
compared AS (
    SELECT
        (SELECT count(*) FROM multiplicity) AS images,
        (SELECT count(*) FROM duplicate) AS pairs,
        (SELECT value FROM setting WHERE key = 'duplicate_threshold') AS threshold,
        (SELECT value FROM setting WHERE key = 'duplicate_side') AS side,
        (SELECT value FROM setting WHERE key = 'duplicate_tiles') AS tiles
),

groups AS (
    SELECT
        count(DISTINCT duplicate_group) AS groups,
        count(*) AS images,
        max(multiplicity) AS largest
    FROM multiplicity
    WHERE multiplicity > 1
),

across AS (
    SELECT
        count(*) FILTER (WHERE one.split <> other.split) AS splits,
        count(*) FILTER (WHERE one.class_id <> other.class_id) AS classes
    FROM duplicate
    JOIN image AS one ON one.image_id = duplicate.image_id
    JOIN image AS other ON other.image_id = other_image_id
)

SELECT format(
    '{:,} images at {}×{} in {}×{} tiles: {:,} {} a tiled l2 below {:.4g}{}.',
    compared.images, side, side, tiles, tiles, pairs, if(pairs = 1, 'pair has', 'pairs have'), threshold::DOUBLE,
    if(pairs = 0, '', format(', in {:,} {} with {:,} images in all, the largest with {:,}', groups, if(groups = 1, 'group', 'groups'), groups.images, largest))
)
FROM compared, groups
UNION ALL
SELECT format(
    'Of these pairs, {:,} {} of a training and a validation image, {:,} {} of images of two classes.',
    splits, if(splits = 1, 'is', 'are'), classes, if(classes = 1, 'is', 'are')
)
FROM compared, across
WHERE pairs > 0
UNION ALL
SELECT format('{:.1f} % of their tokens are the same on average, all of them of {:,} {}.',
    100 * avg(token_agreement), count(*) FILTER (WHERE token_agreement = 1), if(count(*) FILTER (WHERE token_agreement = 1) = 1, 'pair', 'pairs'))
FROM duplicate
HAVING count(token_agreement) > 0
