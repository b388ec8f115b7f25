-- The images that own most units of U10, for the contact sheet.
-- Grain: part and image, twenty a part at most. Inputs: num_mem_units, ownership, image.
-- Population: the training images where there are any, else all images. One sheet a part (transformer, tokenizer).
SELECT
    format(
        '{} on {:,} {}images · units of U10 owned, class, image',
        upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', '')
    ) AS subtitle,
    part,
    image_id,
    path,
    class_name,
    num_mem_units
FROM num_mem_units
JOIN ownership USING (population, part)
JOIN image USING (image_id)
WHERE population = (SELECT if(bool_or(population = 'train'), 'train', 'all') FROM ownership)
    AND num_mem_units > 0
QUALIFY row_number() OVER (PARTITION BY part ORDER BY num_mem_units DESC, image_id) <= 20
ORDER BY part DESC, num_mem_units DESC, image_id
