-- Whose memory each depth holds: as how many equally strong owners, and classes of owners, its units of U10 count, and how many of
-- them the largest owner has.
-- Section: Localization
-- Grain: part, block and measure. Inputs: depth_diversity, shown.
-- Population: that of the view shown; no classes where images have none. One picture a part (transformer, tokenizer).
--
--     effective number = exp(H), H the entropy of the shares of U10 that owners, or their classes, have
WITH measured AS (
    UNPIVOT (
        SELECT population, part, block, effective_images, effective_classes, 100 * top_image_share AS top_image_percent
        FROM depth_diversity
        WHERE kind IS NULL AND block IS NOT NULL
    )
    ON effective_images, effective_classes, top_image_percent
    INTO NAME measure VALUE value
)

SELECT
    format('{} · U10: {:,} of {:,} units', title, u10_count, unit_count) AS subtitle,
    depth,
    part,
    block,
    CASE measure
        WHEN 'effective_images' THEN 'Effective number of images that own the block''s units of U10'
        WHEN 'effective_classes' THEN 'Effective number of their classes'
        ELSE 'Share of the image that owns most of them, %'
    END AS measure,
    list_position(['effective_images', 'effective_classes', 'top_image_percent'], measured.measure) AS place,
    value
FROM measured
JOIN shown USING (population, part)
ORDER BY part DESC, place, block
