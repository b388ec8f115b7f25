-- How many units of each layer are among the U10, stacked over the layer types of a block.
-- Grain: part, block and layer type. Inputs: localization, u10_threshold, ownership.
-- Population: the training images where there are any, else all images. One picture a part (transformer, tokenizer).
with chosen as (
    select
        population,
        part,
        if(part = 'tokenizer', 'Level', 'Block') as depth,
        format(
            '{} on {:,} {}images · U10: {:,} of {:,} units, UnitMem ≥ {:.3f}',
            upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', ''), u10_count, unit_count, threshold
        ) as subtitle
    from u10_threshold
    join ownership using (population, part)
    where population = (select if(bool_or(population = 'train'), 'train', 'all') from ownership)
)

select
    subtitle,
    depth,
    part,
    block,
    kind,
    u10_count
from localization
join chosen using (population, part)
where block is not null
order by part desc, block, kind
