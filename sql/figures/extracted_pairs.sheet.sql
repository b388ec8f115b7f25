-- Title: Images and what comes out
-- The nearest continuations: on the left what the decoder makes of the image's own tokens, on the right what the model made of its first
-- scales; below, the free samples nearest to a training image, which stands on the left.
-- Section: Extraction
-- Grain: number of given scales, population, pair and side, three pairs each at most. Inputs: generation, similarity, image.
-- Population: pairs whose pictures are kept; empty where nothing was generated.
WITH pair AS (
    SELECT
        generation_id,
        sample IS NOT NULL AS is_free,
        given_scales,
        split IS NOT DISTINCT FROM 'val' AS is_val,
        image.image_id,
        image.path,
        canary,
        decoded_picture IS NOT NULL AS has_decoded,
        value
    FROM generation
    JOIN similarity USING (generation_id)
    JOIN image ON image.image_id = similarity.image_id
    WHERE
        picture IS NOT NULL AND intervention_id IS NULL
        AND (reference = 'decoded' AND measure = 'relative_l2' OR reference = 'nearest_train' AND measure = 'tiled_l2')
),

side AS (
    SELECT
        *,
        1 AS position,
        if(has_decoded, format('generation://{}/decoded_picture', generation_id), path) AS shown,
        parse_filename(path) AS caption_1,
        CASE WHEN canary THEN 'canary' WHEN is_val THEN 'validation' ELSE 'training' END AS caption_2
    FROM pair
    UNION ALL
    SELECT *, 2, format('generation://{}/picture', generation_id), format('{} {:.3f}', if(is_free, 'tiled l2', 'relative l2'), value), 'generated'
    FROM pair
)

SELECT
    'three nearest pairs each, by relative l2 · left: the image, decoded · right: what comes out' AS subtitle,
    format(
        '{}, {}',
        CASE WHEN is_free THEN 'Free samples' WHEN given_scales = 0 THEN 'Class alone given' ELSE given_scales || if(given_scales = 1, ' scale given', ' scales given') END,
        CASE WHEN is_free THEN 'nearest training image on the left' WHEN is_val THEN 'validation images' ELSE 'training images' END
    ) AS section,
    6 AS columns,
    shown AS path,
    caption_1,
    caption_2
FROM side
ORDER BY is_free, given_scales, is_val, value, generation_id, position
