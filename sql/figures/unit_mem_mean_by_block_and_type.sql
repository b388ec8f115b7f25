-- Mean UnitMem over the units of each layer, against depth.
-- Grain: part, block and layer type. Inputs: localization, u10_threshold, ownership.
-- Population: the training images where there are any, else all images. One picture a part (transformer, tokenizer).
with chosen as (
    select
        population,
        part,
        if(part = 'tokenizer', 'Level', 'Block') as depth,
        format(
            '{} on {:,} {}images · {:,} units',
            upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', ''), unit_count
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
    unit_mem_mean
from localization
join chosen using (population, part)
where block is not null
order by part desc, block, kind
