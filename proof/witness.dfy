include "theorems.dfy"

// The promises are not empty: a run in which an honest holder is admitted, a notice applied, and the lock rebooted in between.
module Witness {
  import opened Terms
  import opened Model
  import opened Invariants
  import opened Theorems

  lemma HonestHolderGetsIn(w: World, grant: Grant) returns (states: seq<State>, steps: seq<Step>)
    requires grant.lock == w.lock && grant.holder in w.holders
    ensures IsRun(w, states, steps)
    ensures exists i :: 0 <= i < |states[|steps|].trace| && IsAdmission(states[|steps|].trace[i]) && IsHonest(w, states[|steps|].trace[i].request.key)
    ensures exists i :: 0 <= i < |states[|steps|].trace| && states[|steps|].trace[i].Accepted? && states[|steps|].trace[i].reply.status == Done
    ensures states[|steps|].lock.bootCount > 0
  {
    var s0 := Start();
    var a0 := IssueKey(1, grant);
    var s1 := After(w, s0, a0);
    var a1 := Boot(true);
    var s2 := After(w, s1, a1);
    var s3 := After(w, s2, Connect);
    var a3 := Draw(0, 0);
    var s4 := After(w, s3, a3);
    var frame := s4.lock.challenge.value;
    var request := Request(Open, 1, 7, OfHolder(grant), Plain(0));
    assert s1.trace == [KeyIssued(1, grant)];
    assert s4.trace == [KeyIssued(1, grant), Broken, Broken, Drawn(frame)];
    assert KeyIssued(1, grant) == s4.trace[0];
    var a4 := Send(1, frame, request);
    var s5 := After(w, s4, a4);
    var a5 := Receive(Message(request, ProofOf(w.lock, 1, frame, request)), Permits);
    var s6 := After(w, s5, a5);
    var reply := Reply(Open, 1, Done, 0);
    assert s6.trace == s5.trace + [Answered(1, frame, request, reply, 0)];
    assert s6.trace[4] == Sent(1, frame, request) && s6.trace[5] == Answered(1, frame, request, reply, 0);
    var a6 := Accept(1, frame, request, reply);
    var s7 := After(w, s6, a6);
    states := [s0, s1, s2, s3, s4, s5, s6, s7];
    steps := [a0, a1, Connect, a3, a4, a5, a6];
    assert states[|steps|] == s7;
    assert s7.trace == s6.trace + [Accepted(1, frame, request, reply)];
    assert IsAdmission(s7.trace[5]) && IsHonest(w, s7.trace[5].request.key);
    assert s7.trace[6].Accepted? && s7.trace[6].reply.status == Done;
  }

  lemma NoticeIsApplied(w: World) returns (states: seq<State>, steps: seq<Step>)
    ensures IsRun(w, states, steps)
    ensures states[|steps|].lock.applied == 1 && 5 in states[|steps|].done && states[|steps|].known == 1
  {
    var s0 := Start();
    var n := Notice(w.lock, 1, 0, {5}, 0);
    var a0 := IssueNotice(n);
    var s1 := After(w, s0, a0);
    var a1 := SealNotice(1, n);
    var s2 := After(w, s1, a1);
    var a2 := Boot(true);
    var s3 := After(w, s2, a2);
    var s4 := After(w, s3, Connect);
    var a4 := Draw(0, 0);
    var s5 := After(w, s4, a4);
    var request := Request(Deliver, 1, 7, NoKey, Carries(n, NoticeMac(NoticeKeyOf(w.lock, 1), n)));
    var a5 := Receive(Message(request, Zeros), Permits);
    var s6 := After(w, s5, a5);
    assert s6.lock.applied == 1;
    var a6 := LearnApplied(1, s5.lock.challenge.value, Reply(Deliver, 1, Done, 1));
    var s7 := After(w, s6, a6);
    states := [s0, s1, s2, s3, s4, s5, s6, s7];
    steps := [a0, a1, a2, Connect, a4, a5, a6];
  }
}
