document.addEventListener('click',e=>{const b=e.target.closest('[data-copy]');if(!b)return;
navigator.clipboard?.writeText(b.dataset.copy);b.textContent='已复制';setTimeout(()=>b.textContent='复制',1200)});
document.addEventListener('input',e=>{const o=e.target.dataset.shows&&document.getElementById(e.target.dataset.shows);
if(o)o.textContent=e.target.value});
document.querySelectorAll('select[data-narrows]').forEach(s=>{const t=s.form.elements[s.dataset.narrows],all=[...t.children];
const narrow=()=>t.replaceChildren(...all.filter(g=>g.dataset.of===s.value));narrow();s.addEventListener('change',narrow)});
