-- Result tables with made-up numbers over the layers and images that are there: what the figures read.
-- Noise between 0 and 1, the same on every machine.
create temp macro noise(a, b) as abs(sin(a * 12.9898 + b * 78.233) * 43.758) % 1;

create temp table population_size as select population, count(*) as image_count from population group by population;

create or replace table localization as
select
    population, part, block, kind, sum(unit_count)::bigint as unit_count,
    floor(0.2 * sum(unit_count) * abs(sin(block + ascii(right(kind, 1)))))::bigint as u10_count,
    0.30 + 0.1 * abs(sin(3 * block + ascii(right(kind, 1)))) as unit_mem_mean,
    0.70 + 0.3 * abs(cos(2 * block + ascii(right(kind, 1)))) as unit_mem_max
from layer, population_size group by population, part, block, kind;

create or replace table localization_by_kind as
select
    population, part, kind, sum(unit_count)::bigint as unit_count, sum(u10_count)::bigint as u10_count,
    sum(u10_count) / sum(unit_count) as u10_share_of_kind,
    sum(u10_count) * min(sum(unit_count)) over (partition by population, part) / sum(unit_count) as u10_size_adjusted,
    avg(unit_mem_mean) as unit_mem_mean, max(unit_mem_max) as unit_mem_max
from localization group by population, part, kind;

create or replace table u10_threshold as
select
    population, part, 90.0 as percentile, 0.61234 as threshold, sum(unit_count)::bigint as unit_count, sum(u10_count)::bigint as u10_count
from localization group by population, part;

-- Image i owns ~ 100 / (i + 1) units; two thirds own none.
create or replace table num_mem_units as
select population, part, image_id, if(image_id % 3 = 0, 300 // (image_id + 3), 0)::bigint as num_mem_units, 5::bigint as units_owned
from population, (select distinct part from layer);

insert into image_mu_rank select population, part, image_id, image_id / 1000 from population, (select distinct part from layer);

create or replace table lorenz as
select
    population, part, rank, image_id, num_mem_units,
    rank / count(*) over (partition by population, part) as image_share,
    sum(num_mem_units) over (partition by population, part order by rank)
        / sum(num_mem_units) over (partition by population, part) as u10_share
from (select *, row_number() over (partition by population, part order by num_mem_units desc, image_id) as rank from num_mem_units);

create or replace table concentration as
select population, part, top_percent, top_images, u10_owned, u10_owned / total as u10_share
from (
    select
        population, part, top_percent, image_count * top_percent // 100 as top_images, sum(num_mem_units) as total,
        coalesce(sum(num_mem_units) filter (rank <= image_count * top_percent // 100), 0) as u10_owned
    from lorenz join population_size using (population), (values (1), (5), (10)) as tops(top_percent)
    group by population, part, top_percent, image_count
);

create or replace table ownership as
select
    population, part, image_count, image_count as owner_count, count(*) filter (num_mem_units > 0) as u10_owner_count,
    count(*) filter (num_mem_units > 0) / image_count as u10_owner_share
from num_mem_units join population_size using (population) group by population, part, image_count;

create or replace table train_val_owner as
select
    part, unit_set, unit_count, unit_count * train // 100 as owned_by_train, unit_count - unit_count * train // 100 as owned_by_val,
    (unit_count * train // 100) / unit_count as train_share, 0.5 as expected_train_share,
    0.4 as unit_mem_mean_train, 0.3 as unit_mem_mean_val
from (select distinct part from layer), (values ('all', 2304, 51), ('U10', 231, 63)) as owned(unit_set, unit_count, train)
where exists (from image where split is not null);

-- The first images of a population own most units.
insert into unit_mem by name
select
    population, unit_id, 1.0 as mu_max, (1 - unit_mem) / (1 + unit_mem) as mu_rest, unit_mem, unit_mem >= 0.61234 as in_u10,
    (if(population = 'val', 100, 0) + floor(image_count * noise(unit_id, 2) ** (2 + block % 3)))::integer as owner_image_id
from (
    select *, 0.1 + 0.06 * (ascii(right(kind, 1)) % 5) + 0.6 * noise(unit_id, ascii(population)) ** 2 as unit_mem
    from unit, population_size
);

insert into scale values (0, 1, 0, 1), (1, 2, 1, 4), (2, 3, 5, 9), (3, 4, 14, 16), (4, 6, 30, 36);

insert into localization_by_scale by name
select
    population, part, scale, block, kind, unit_count,
    floor(u10_count * (1 + abs(sin(scale + block))) / 2)::bigint as u10_count, unit_mem_mean, unit_mem_max
from localization, scale where part = 'transformer';

insert into train_val_permutation
select part, unit_set, draw, 0.5 + if(unit_set = 'all', 0.06, 0.12) * (noise(draw, 1) + noise(draw, 3) + noise(draw, 5) - 1.5) as train_share
from train_val_owner, range(400) as r(draw);

insert into train_val_test by name
select
    part, unit_set, grouping, group_name, 'train_share' as statistic, unit_count, 0.5 as exact_mean, 0.05 as exact_sd,
    0.5 + effect as observed, effect, p, 0.5 + effect - 0.09 as bootstrap_low, 0.5 + effect + 0.09 as bootstrap_high,
    if(p >= 0.05, 'same', if(effect > 0, 'higher', 'lower')) as verdict
from (
    select *, case grouping when 'overall' then train_share - 0.5 else 0.15 * sin(3 * ascii(right(group_name, 1))) end as effect,
        exp(-40 * abs(effect)) as p
    from train_val_owner, (
        select 'overall' as grouping, 'all' as group_name, part from layer
        union select 'block', block::varchar, part from layer
        union select 'kind', kind, part from layer
        union select 'scale', scale::varchar, 'transformer' from scale
    ) as groups
    where groups.part = train_val_owner.part
);

insert into held_out_unit_mem by name
select split, unit_id, 1.0 as mu_max, (1 - value) / (1 + value) as held_out_max, value as held_out_unit_mem
from (
    select split, unit_id, 0.4 * (noise(unit_id, ascii(split)) + noise(unit_id, 7) - if(split = 'train', 0.9, 1)) as value
    from unit, (select distinct split from image where split is not null)
);

insert into n_curve
select population, part, n, draw, 0.04 * ln(n) + 0.1 + if(population = 'train', 0.01, 0) + (noise(draw, n) - 0.5) / n, 0.3 + 0.04 * ln(n), 0.3
from population_size, (select distinct part from layer), (values (8), (16), (32), (64), (100)) as size(n), range(20) as r(draw)
where n < 100 or draw = 0;

insert into half_split
select
    population, part, draw, image_count // 2, image_count - image_count // 2, 230, 230, 150,
    0.45 + 0.1 * noise(draw, ascii(population)), 0.053, 0.8 + 0.05 * noise(draw, ascii(population))
from population_size, (select distinct part from layer), range(25) as r(draw);

insert into leave_owners_out
select
    population, part, n, 0.4, 0.6 - n / 1000, 1 - 0.04 * sqrt(n), 50, 0.2 / sqrt(1 + n),
    if(population = 'all' and exists (from image where split is not null), 0.55 - n / 500, null),
    if(population = 'all' and exists (from image where split is not null), 0.60 - n / 500, null)
from population_size, (select distinct part from layer), (values (0), (1), (2), (5), (10), (20), (50)) as left_out(n);

insert into image_correlation by name
select
    part, target, statistic, 200 as image_count, rho, rho as rho_partial, exp(-30 * abs(rho)) as p, least(1, 16 * p) as p_holm, p as p_bh
from (
    select part, target, statistic, 0.5 * sin(ascii(statistic) * len(statistic) + len(target)) as rho
    from (select distinct part from layer), (values ('num_mem_units'), ('mean_mu_rank')) as targets(target),
        unnest(['colourfulness', 'edge_density', 'entropy', 'high_frequency', 'luminance_mean']) as statistics(statistic)
);

-- Canaries score high, other training images hardly higher than validation images. The metrics know some of the scores already.
delete from image_score;
insert into image_score
select part, score, image_id, noise(image_id, len(score)) + if(canary, 0.6, 0) + if(split = 'train', 0.05, 0)
from image, (select distinct part from layer),
    unnest(['num_mem_units', 'units_owned', 'unit_mem_owned', 'unit_mem_max', 'mean_mu_rank']) as scores(score)
union all
select 'picture', score, image_id, noise(image_id, 50 + len(score))
from image, unnest(['colourfulness', 'edge_density', 'entropy']) as scores(score);

create temp view oriented as
select part, score, image_id, if(higher_is_member is false, -value, value) as value
from image_score left join score as meant on meant.name = image_score.score;

-- Likelihood knows canaries, and a little of other training images. Of each score the values have another unit.
insert into image_score
select 'likelihood', name, image_id, len(name) + if(higher_is_member, 1, -1) * (
    noise(image_id, len(name)) + noise(image_id, 3) + if(canary, 0.2 * (3 + len(name) % 4), 0) + if(split = 'train', 0.02 * len(name), 0)
)
from image, score
where name not in (select score from image_score) and name not in (select column_name from duckdb_columns() where table_name = 'image_statistic');

insert into auroc_draws
select contrast, part, score, 0.5, 0.06, 0.01, greatest(auroc - 0.12, 0), least(auroc + 0.12, 1)
from (
    select contrast, part, score, avg(if(positive.value > negative.value, 1, 0)) as auroc
    from (select * from contrast join oriented using (image_id) where is_positive) as positive
    join (select * from contrast join oriented using (image_id) where not is_positive) as negative using (contrast, part, score)
    group by contrast, part, score
);

insert into nested_choice
select contrast, family, family || '_20', 5, 12, 88, 0.7, 0.6, 0.8, 0.25, 0.05, 0.57
from (select distinct contrast from contrast), unnest(['mink', 'minkpp', 'surp', 'cfg_mink', 'cfg_minkpp', 'cfg_surp']) as families(family);

insert into score_correlation
select one.part, one.score, other.part, other.score, count(*), corr(one.value, other.value)
from oriented as one join oriented as other using (image_id)
where one.score not similar to '.*_[0-9]+' or one.score like '%\_20' escape '\'
group by all;

-- Canaries show after few images, all training images after many, validation images never.
insert into dataset_inference
select members, method, n, 1000, 0.5 * exp(-n * rate * if(method = 'sum', 0.6, 1)) + if(members = 'val', 0.02 * noise(n, 1), 0), 0.5
from (values ('train', 0.09, 50), ('canary', 1.1, 5), ('val', 0, 20)) as given(members, rate, most), unnest(['sum', 'weighted']) as methods(method),
    unnest([2, 3, 5, 7, 10, 15, 20, 30, 50]) as sizes(n)
where n <= most and exists (from image where split is not null);

insert into unit_mem_adds
select
    contrast, part, count(*) filter (is_positive), count(*) filter (not is_positive), 100, 5, likelihood, likelihood - 0.08, likelihood + 0.08,
    units, units - 0.1, units + 0.1, likelihood + added, likelihood + added - 0.07, likelihood + added + 0.07, added, added - 0.02, added + 0.03
from contrast, (select distinct part from layer),
    (values ('canary_train', 0.7, 0.8, 0.15), ('canary_val', 0.75, 0.85, 0.12), ('train_val', 0.54, 0.51, -0.01))
        as given(name, likelihood, units, added)
where contrast = name group by all;

insert into bits_saved
select image_id, canary, 400, 420, 33, true, 60 * (noise(image_id, 3) + noise(image_id, 5) - 1) + if(canary, 90, 6)
from image where split = 'train';

insert into capacity by name
select
    population, count(*) as image_count, avg(bits_saved) as bits_saved_mean, bits_saved_mean - 6 as bits_saved_low, bits_saved_mean + 5 as bits_saved_high,
    310283520 as parameters, 100 as training_images, 99290726.4 as parameter_bits_per_image
from bits_saved, unnest(['train', if(is_canary, 'canary', 'other')]) as populations(population) group by population;

insert into likelihood_bins by name
select part, score, bin, 20 as image_count, top_count, top_count / 20 as share, share * 0.6 as share_low, share * 0.7 + 0.15 as share_high
from (
    select part, score, bin, floor(5 * noise(bin, len(score)) * if(score = 'num_mem_units', 2 / bin, 0.7))::bigint as top_count
    from (select distinct part from layer), unnest(['num_mem_units', 'units_owned']) as scores(score), range(1, 11) as bins(bin)
    union all
    select 'likelihood', 'cfg_loss', bin, bin // 4 from range(1, 11) as bins(bin)
);

-- Continuations: canaries come out by their tokens from two scales on, other training images hardly more often than validation images.
insert into setting values ('extraction_false_positives', '0.05'), ('extraction_pair_threshold', '0.12');

insert into attempt
select
    5 * image_id + given_scales, image_id, if(split = 'val', 'val', if(canary, 'canary', 'train')), given_scales, 'decoded', measure,
    if(measure = 'token_agreement', near, 1 - near) as value, if(measure = 'token_agreement', value, -value)
from (
    select *, 0.1 + 0.12 * given_scales + 0.3 * noise(image_id, 9 + len(measure)) * (1 + noise(image_id, given_scales))
        + if(canary and given_scales > 1, 0.1 + if(measure = 'token_agreement', 0.2, 0), 0) as near
    from image, range(5) as given(given_scales), unnest(['tiled_l2', 'token_agreement', 'relative_l2']) as measures(measure)
    where split is not null
);

insert into extraction by name
select
    population, given_scales, 'decoded' as reference, measure, 0.2 as threshold, count(*) as candidate_count,
    count(*) filter (nearness > if(measure = 'token_agreement', 0.5, -0.6) + 0.1 * given_scales) as extracted_count,
    extracted_count / candidate_count as share, 0.8 * share as share_low, 0.8 * share + 0.2 as share_high
from attempt group by population, given_scales, measure;

insert into nearest_ratio
select
    measure, 2000 + i, i % 3, i // 3, floor(100 * noise(i, 4))::integer, 0.2, 100 + floor(100 * noise(i, 5))::integer, 0.2,
    0.6 + 0.3 * (noise(i, 1) + noise(i, 2) + noise(i, len(measure))) - if(train_image_id % 8 = 0, 0.1, 0)
from range(300) as r(i), unnest(['l2', 'tiled_l2']) as measures(measure), (select floor(100 * noise(i, 4))::integer as train_image_id)
where exists (from image where split is not null);

insert into generation
select 10 * given_scales + pair, null, 0, if(pair < 3, 8 * pair, 100 + pair), given_scales, null, 'x'::blob, 'y'::blob
from range(2) as given(given_scales), range(6) as pairs(pair)
union all
select 100 + pair, null, 0, null, 0, pair, 'x'::blob, null from range(3) as pairs(pair);

insert into similarity
select generation_id, coalesce(image_id, sample), if(sample is null, 'decoded', 'nearest_train'), if(sample is null, 'relative_l2', 'tiled_l2'), 0.01 * (1 + generation_id % 10)
from generation where exists (from image where split is not null);

-- The chosen units matter to their owners more than others do, and the most at the middle scales.
insert into dose_response by name
select
    'U10' as unit_set, 230 as unit_count, factor, scale, image_group, 100 as image_count, control, 40 * dose * own as nll_change,
    nll_change - 4 * dose as nll_change_low, nll_change + 5 * dose as nll_change_high, 20 as draws, 40 * dose * other as control_mean,
    control_mean - 6 * dose as control_min, control_mean + 8 * dose as control_max, nll_change - control_mean as beyond,
    beyond - 4 * dose as beyond_low, beyond + 4 * dose as beyond_high, 1 / 21 as p
from (values (0.5, 0.2), (0, 1), (-1, 3)) as doses(factor, at_all),
    (select null as scale, 1 as part_of union all select scale, 0.3 - 0.1 * abs(scale - 2) from scale) as scales,
    (values ('owner', 1.6, 1.5, 0.7), ('train', 0.9, 1.1, 0.4), ('val', 0.7, 0.9, 0.35), ('owner - train', 0.7, 0.4, 0.3), ('owner - val', 0.9, 0.6, 0.35))
        as groups(image_group, own, random, matched),
    unnest(['random', 'matched']) as controls(control),
    lateral (select at_all * part_of as dose, if(control = 'random', random, matched) as other) as derived;
