// A picture for slides: the server's SVG painted by the browser, twice as fine as on the page. Without it there is the SVG.
const TWICE = 2

const painted = async (href) => {
  const picture = new Image()
  const answer = await fetch(href)
  if (!answer.ok) throw new Error(String(answer.status))
  picture.src = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }))
  await picture.decode()
  const canvas = document.createElement("canvas")
  canvas.width = picture.naturalWidth * TWICE
  canvas.height = picture.naturalHeight * TWICE
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(picture.src)
  return new Promise((done) => canvas.toBlob(done, "image/png"))
}

const take = async (event) => {
  const { href, picture } = event.currentTarget.dataset
  const link = document.createElement("a")
  try {
    link.href = URL.createObjectURL(await painted(href))
  } catch {
    return location.assign(href) // the SVG, or the page that says why there is none
  }
  link.download = picture
  link.click()
  URL.revokeObjectURL(link.href)
}

document.querySelectorAll("a[data-picture]").forEach((link) => {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "link"
  button.textContent = link.dataset.label
  Object.assign(button.dataset, { picture: link.dataset.picture, href: link.href })
  button.addEventListener("click", take)
  link.after(button)
})
