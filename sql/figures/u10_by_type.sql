-- How many units of each layer type are among the U10, as counted and as if every type had as many units as the smallest one:
-- a type with four times the units has four times the chances.
-- Grain: part, layer type and measure. Inputs: localization_by_kind, u10_threshold, ownership.
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
    part,
    kind,
    'In U10' as measure,
    u10_count::double as units,
    format('{:,}', u10_count) as label
from localization_by_kind
join chosen using (population, part)
union all
select
    subtitle,
    part,
    kind,
    format('Per {:,} units of the type', min(unit_count) over (partition by part)) as measure,
    u10_size_adjusted as units,
    format('{:,.0f} ({:.1f}%)', u10_size_adjusted, 100 * u10_share_of_kind) as label
from localization_by_kind
join chosen using (population, part)
order by part desc, measure, kind
