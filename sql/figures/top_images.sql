-- The images that own most units of U10, for the contact sheet.
-- Grain: part and image, twenty a part at most. Inputs: num_mem_units, ownership, image.
-- Population: the training images where there are any, else all images. One sheet a part (transformer, tokenizer).
select
    format(
        '{} on {:,} {}images · units of U10 owned, class, image',
        upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', '')
    ) as subtitle,
    part,
    image_id,
    path,
    class_name,
    num_mem_units
from num_mem_units
join ownership using (population, part)
join image using (image_id)
where population = (select if(bool_or(population = 'train'), 'train', 'all') from ownership)
    and num_mem_units > 0
qualify row_number() over (partition by part order by num_mem_units desc, image_id) <= 20
order by part desc, num_mem_units desc, image_id
