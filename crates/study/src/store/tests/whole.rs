//! Undisturbed studies: what is written, shards, threads, exports, summaries.

use super::*;
use crate::store::parquet_read::PartReader;
use crate::store::{Shape, State, StoreError, export_csv, merge, status, summarise};

#[test]
fn a_study_holds_the_rows_of_its_members() {
    let folder = Folder::new("rows");
    let study = undisturbed(&folder.0, 2);
    let mut member = 0;
    for (path, paths) in study.part_files().iter().zip(study.paths_files()) {
        let read =
            |path: &Path, layout: Layout| PartReader::open(path, &layout).and_then(|part| part.rows()).expect("a part");
        let found = Block { rows: read(path, layout()), paths: read(&paths, paths_layout()) };
        let count = found.rows.len() / 2;
        let mut own = Block::default();
        (member..member + count as u32).for_each(|member| {
            if member == PANICKING {
                Toy.fail(member, "broke off: a fault of the model", &mut own)
            } else {
                Toy.evaluate(member, &mut (), &mut own)
            }
        });
        // NaN, an empty cell, equals nothing: compare as text.
        assert_eq!(format!("{found:?}"), format!("{own:?}"), "{}", path.display());
        member += count as u32;
    }
    assert_eq!(member, MEMBERS);
    let failed: usize = study.finished().iter().map(|record| record.failed).sum();
    assert_eq!(failed, 3, "one row of one member, two of the other");
}

#[test]
fn prop_threads_do_not_change_a_byte() {
    let (one, two, many) = (Folder::new("one-thread"), Folder::new("two-threads"), Folder::new("many-threads"));
    undisturbed(&one.0, 1);
    undisturbed(&two.0, 2);
    undisturbed(&many.0, 13);
    assert_same(&one.0, &two.0, "two threads");
    assert_same(&one.0, &many.0, "thirteen threads");
}

#[test]
fn prop_shards_join_to_the_bytes_of_the_whole() {
    let (whole, merged) = (Folder::new("whole"), Folder::new("merged"));
    undisturbed(&whole.0, 1);
    for of in [1, 3, 40] {
        let shards: Vec<Folder> = (1..=of).map(|number| Folder::new(&format!("shard-{number}-of-{of}"))).collect();
        for (number, folder) in (1..).zip(&shards) {
            let mut study =
                Study::create(&folder.0, manifest().of_shard(Shard { number, of }), &[]).expect("a free folder");
            finish(&mut study, 1);
        }
        let mut paths: Vec<PathBuf> = shards.iter().map(|folder| folder.0.clone()).collect();
        paths.reverse();
        merge(&paths, &merged.0, &[]).expect("a whole study");
        assert_same(&whole.0, &merged.0, "merged");
        std::fs::remove_dir_all(&merged.0).expect("the merged folder");
        if let [others @ .., first] = &paths[..]
            && !others.is_empty()
        {
            let fault = merge(others, &merged.0, &[]).expect_err("a shard is missing").to_string();
            assert!(fault.contains("parts are missing"), "{fault}");
            let fault = merge(&[&paths[..], std::slice::from_ref(first)].concat(), &merged.0, &[])
                .expect_err("a shard twice")
                .to_string();
            assert!(fault.contains(" is in "), "{fault}");
        }
    }
}

#[test]
fn a_damaged_shard_is_named_by_merge() {
    let (folder, merged) = (Folder::new("shard-damaged"), Folder::new("merged-damaged"));
    let study = undisturbed(&folder.0, 1);
    let path = study.part_files()[3].clone();
    std::fs::write(&path, b"no part").expect("a damaged part");
    let fault = merge(std::slice::from_ref(&folder.0), &merged.0, &[]).expect_err("damage").to_string();
    assert!(fault.contains("part-00003.parquet"), "{fault}");
    assert!(!merged.0.exists(), "nothing may be written");
}

#[test]
fn shards_are_read_as_typed() {
    assert_eq!("3/64".parse::<Shard>().expect("a shard"), Shard { number: 3, of: 64 });
    for wrong in ["0/4", "5/4", "3", "a/4", "3/0", "-1/4", ""] {
        assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
    }
    let covered: Vec<u32> = (1..=7).flat_map(|number| Shard { number, of: 7 }.parts(30)).collect();
    assert_eq!(covered.len(), 30);
}

#[test]
fn status_tells_how_far_a_study_is() {
    let folder = Folder::new("status");
    let mut study = Study::create(&folder.0, manifest(), &[]).expect("a free folder");
    let before = status(&folder.0, false).expect("a study");
    assert_eq!(
        (before.state, before.parts, before.parts_finished, before.members),
        (State::Running(None), 26, 0, u64::from(MEMBERS))
    );
    finish(&mut study, 2);
    drop(study);
    let after = status(&folder.0, true).expect("a study");
    assert_eq!(
        (after.state, after.parts_finished, after.members_finished, after.rows, after.failed),
        (State::Complete, 26, u64::from(MEMBERS), 2 * u64::from(MEMBERS), 3)
    );
    assert!(after.damage.is_empty());
}

#[test]
fn a_study_is_written_by_one_session_at_a_time() {
    let folder = Folder::new("locked");
    let study = Study::create(&folder.0, manifest(), &[]).expect("a free folder");
    assert!(matches!(Study::open(&folder.0), Err(StoreError::Locked { .. })));
    drop(study);
    assert!(Study::open(&folder.0).is_ok());
    assert!(matches!(Study::create(&folder.0, manifest(), &[]), Err(StoreError::Occupied { .. })));
}

#[test]
fn folders_with_other_files_are_left_alone() {
    let folder = Folder::new("occupied");
    std::fs::create_dir_all(&folder.0).expect("a folder");
    std::fs::write(folder.0.join("thesis.txt"), "years of work").expect("a file");
    assert!(matches!(Study::create(&folder.0, manifest(), &[]), Err(StoreError::Occupied { .. })));
    assert!(matches!(Study::open(&folder.0), Err(StoreError::NoStudy { .. })));
    assert_eq!(contents(&folder.0).len(), 1);
}

#[test]
fn a_study_whose_data_changed_is_not_gone_on_with() {
    let folder = Folder::new("changed");
    let study = Study::create(&folder.0, manifest(), &[]).expect("a free folder");
    let mut now = manifest();
    now.depends_on.insert("the data".to_owned(), "2".to_owned());
    let fault = study.check_same(&now).expect_err("other data").to_string();
    assert!(fault.starts_with("the data is not what it was"), "{fault}");
    assert!(study.check_same(&manifest().of_shard(Shard { number: 2, of: 3 })).is_ok());
}

#[test]
fn exports_hold_every_row() {
    let folder = Folder::new("export");
    let study = undisturbed(&folder.0, 2);
    let csv = |shape| {
        let mut bytes = Vec::new();
        export_csv(&study, shape, &mut bytes).expect("an export");
        String::from_utf8(bytes).expect("text")
    };
    let wide = csv(Shape::Wide);
    assert!(wide.starts_with("member,scenario,failure,a.b,c.d,x,y\n0,baseline,,0,1,0,-0\n"), "{}", &wide[..80]);
    assert!(wide.contains("\n5,other,\"nothing, came \"\"of\"\" it\",5.5,"));
    assert_eq!(wide.lines().count(), 1 + 2 * MEMBERS as usize);
    let tidy = csv(Shape::Tidy);
    assert!(
        tidy.starts_with("member,scenario,outcome,unit,failure,value\n0,baseline,x,kg,,0\n0,baseline,y,kg,,-0\n"),
        "{}",
        &tidy[..120]
    );
    assert_eq!(tidy.lines().count(), 1 + 4 * MEMBERS as usize);
    let paths = csv(Shape::Paths);
    assert!(
        paths.starts_with(
            "member,scenario,series,unit,month,failure,value\n0,baseline,x,kg,2030-01,,0\n0,baseline,x,kg,2030-02,,0\n"
        ),
        "{}",
        &paths[..120]
    );
    assert!(paths.contains("\n4,baseline,x,kg,2030-03,,4\n"));
    assert_eq!(paths.lines().count(), 1 + 2 * usize::from(MONTHS) * MEMBERS as usize);
}

/// Medians of sqrt(m + 1/2) over all members but two, by brute force.
#[test]
fn summaries_leave_failed_members_out() {
    let folder = Folder::new("summary");
    let study = undisturbed(&folder.0, 2);
    let found = summarise(&study).expect("summaries");
    assert_eq!(found.len(), 4);
    let mut values: Vec<f64> = (0..MEMBERS)
        .filter(|member| ![FAILING, PANICKING].contains(member))
        .map(|member| (f64::from(member) + 0.5).sqrt())
        .collect();
    values.sort_by(f64::total_cmp);
    let other = &found[1];
    assert_eq!((other.row, other.outcome, other.members, other.failed), (1, 0, values.len(), 2));
    assert_eq!(other.median, values[values.len() / 2]);
    assert_eq!((other.above_zero, other.below_zero), (1.0, 0.0));
}
